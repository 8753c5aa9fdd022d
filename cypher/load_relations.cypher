// Writes one batch of relations between the nodes of a load, exactly once; see `load_nodes`.
MATCH (version:ReteVersion {load: $load})
USING INDEX SEEK version:ReteVersion(load)
SET version.touched = datetime()
WITH version
CALL (version) {
  WITH version WHERE version.state = 'loading' AND version.batch = $batch - 1
  SET version.batch = $batch
  WITH version
  UNWIND $rows AS row
  MATCH (start:ReteEntry {key: $load + '/' + row.start})
  USING INDEX SEEK start:ReteEntry(key)
  WITH row, start
  MATCH (end:ReteEntry {key: $load + '/' + row.end})
  USING INDEX SEEK end:ReteEntry(key)
  CREATE (start)-[relation:$(row.type) {place: row.place, evidence: row.evidence, citations: row.citations}]->(end)
  SET relation += coalesce(row.about, {})
}
RETURN version.batch AS batch, version.state AS state

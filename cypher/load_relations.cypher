// Writes one batch of relations between the nodes of a load, exactly once; see `load_nodes`.
MATCH (version:Version {load: $load})
USING INDEX SEEK version:Version(load)
SET version.touched = datetime()
WITH version
CALL (version) {
  WITH version WHERE version.state = 'loading' AND version.batch = $batch - 1
  SET version.batch = $batch
  WITH version
  UNWIND $rows AS row
  MATCH (start:Rete {key: $load + '/' + row.start})
  USING INDEX SEEK start:Rete(key)
  WITH row, start
  MATCH (end:Rete {key: $load + '/' + row.end})
  USING INDEX SEEK end:Rete(key)
  CREATE (start)-[:$(row.type) {place: row.place, evidence: row.evidence, citations: row.citations}]->(end)
}
RETURN version.batch AS batch, version.state AS state

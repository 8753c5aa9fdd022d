// Writes one batch of nodes, exactly once: a batch counts only directly after the one before it, so a repeated call
// does nothing. SET takes the lock of the version first, so that a batch never passes the mark of `retire`.
MATCH (version:ReteVersion {load: $load})
USING INDEX SEEK version:ReteVersion(load)
SET version.touched = datetime()
WITH version
CALL (version) {
  WITH version WHERE version.state = 'loading' AND version.batch = $batch - 1
  SET version.batch = $batch
  WITH version
  UNWIND $rows AS row
  CREATE (entry:ReteEntry:$(coalesce(row.labels, [])) {
    key: $load + '/' + row.id, load: $load, id: row.id, sort: row.sort, place: row.place, slug: row.slug,
    name: row.name, name_en: row.name_en, names: row.names, covers: row.covers, reads: row.reads,
    contacts: row.contacts, collection: row.collection, position: row.position, record: row.record
  })
  SET entry += coalesce(row.about, {})
}
RETURN version.batch AS batch, version.state AS state

// Writes one batch of nodes, exactly once: a batch counts only directly after the one before it, so a repeated call
// does nothing. SET takes the lock of the version first, so that a batch never passes the mark of `retire`.
MATCH (version:Version {load: $load})
USING INDEX SEEK version:Version(load)
SET version.touched = datetime()
WITH version
CALL (version) {
  WITH version WHERE version.state = 'loading' AND version.batch = $batch - 1
  SET version.batch = $batch
  WITH version
  UNWIND $rows AS row
  CREATE (:Rete:$(row.labels) {
    key: $load + '/' + row.id, load: $load, id: row.id, place: row.place, slug: row.slug, name: row.name,
    name_en: row.name_en, names: row.names, covers: row.covers, reads: row.reads, contacts: row.contacts,
    collection: row.collection, position: row.position, record: row.record
  })
}
RETURN version.batch AS batch, version.state AS state

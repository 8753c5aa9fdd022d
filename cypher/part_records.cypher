// The records of chosen nodes that the territory has, and of the named ones wherever they are.
UNWIND $ids AS id
MATCH (entry:Rete {key: $load + '/' + id})
USING INDEX SEEK entry:Rete(key)
WHERE entry.record IS NOT NULL AND (
  $territory IS NULL OR id IN $named OR coalesce(size(entry.covers), 0) = 0 OR $territory IN entry.covers
)
RETURN entry.collection AS collection, entry.position AS position, entry.record AS record

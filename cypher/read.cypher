// The whole of a version: every entry of the catalogue, with its place.
MATCH (entry:ReteEntry {load: $load})
USING INDEX SEEK entry:ReteEntry(load)
WHERE entry.record IS NOT NULL
RETURN entry.collection AS collection, entry.position AS position, entry.record AS record

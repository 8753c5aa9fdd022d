// The whole of a version: every entry of the catalogue, with its place.
MATCH (entry:Rete {load: $load})
USING INDEX SEEK entry:Rete(load)
WHERE entry.record IS NOT NULL
RETURN entry.collection AS collection, entry.position AS position, entry.record AS record

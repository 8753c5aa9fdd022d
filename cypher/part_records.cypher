// The records of chosen nodes.
UNWIND $ids AS id
MATCH (entry:ReteEntry {key: $load + '/' + id})
USING INDEX SEEK entry:ReteEntry(key)
WHERE entry.record IS NOT NULL
RETURN entry.collection AS collection, entry.position AS position, entry.record AS record

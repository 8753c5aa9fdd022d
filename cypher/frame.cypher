// The entries of some collections: those that every part of a version has, such as facts, needs and situations.
MATCH (entry:ReteEntry {load: $load})
USING INDEX SEEK entry:ReteEntry(load)
WHERE entry.collection IN $collections
RETURN entry.collection AS collection, entry.position AS position, entry.record AS record

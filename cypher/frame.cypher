// The entries that every part of a version has, such as facts, needs and situations.
MATCH (entry:Rete {load: $load})
WHERE entry.collection IN $collections
RETURN entry.collection AS collection, entry.position AS position, entry.record AS record

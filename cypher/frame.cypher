// The entries that every part of a version has: facts, needs, areas, situations, territories, sources.
MATCH (entry:Rete {load: $load})
WHERE entry.collection IN $collections
RETURN entry.collection AS collection, entry.position AS position, entry.record AS record

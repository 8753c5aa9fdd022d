// The relations of a version as the typed graph draws them, in its order: each has evidence and citations.
MATCH (start:ReteEntry {load: $load})-[relation]->(end:ReteEntry)
USING INDEX SEEK start:ReteEntry(load)
WHERE relation.place IS NOT NULL
WITH start, relation, end
ORDER BY relation.place
RETURN start.id AS start, type(relation) AS relation, end.id AS end,
       relation.evidence AS evidence, relation.citations AS citations

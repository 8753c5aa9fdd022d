// Nodes of a version with names that resemble the text, best first; the text is in the query language of Lucene.
CALL db.index.fulltext.queryNodes('rete_entry_names', $text) YIELD node, score
WHERE node.load = $load
RETURN node.id AS id, node.names AS names
ORDER BY score DESC, id
LIMIT $limit

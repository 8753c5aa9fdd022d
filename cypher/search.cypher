// Nodes of a version whose names resemble the text, best first; the text is in the query language of Lucene.
CALL db.index.fulltext.queryNodes('rete_names', $text) YIELD node, score
WHERE node.load = $load
RETURN node.id AS id, node.name AS name, score
ORDER BY score DESC, id
LIMIT $limit

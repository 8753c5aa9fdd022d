// Removes the relations that go out from up to `limit` nodes of a retired load, in the order of their keys, from `after`
// on. So the nodes to which most lead, such as facts, have none left when they are removed, and no transaction is large.
MATCH (entry:ReteEntry)
USING INDEX SEEK entry:ReteEntry(key)
WHERE entry.key > $after AND entry.key < $load + '0'
WITH entry ORDER BY entry.key LIMIT $limit
OPTIONAL MATCH (entry)-[relation]->()
DELETE relation
RETURN max(entry.key) AS last

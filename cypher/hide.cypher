// Takes the labels of the domain from up to `limit` nodes of a load, in the order of their keys, from `after` on.
MATCH (entry:ReteEntry)
USING INDEX SEEK entry:ReteEntry(key)
WHERE entry.key > $after AND entry.key < $load + '0' AND entry.sort IS NOT NULL
WITH entry ORDER BY entry.key LIMIT $limit
REMOVE entry:$(entry.sort)
RETURN max(entry.key) AS last

// Removes up to `limit` nodes of a load of an older program, with their relations; called until it removes none.
MATCH (entry:Rete {load: $load})
WHERE entry.key = entry.load + '/' + entry.id
WITH entry LIMIT $limit
DETACH DELETE entry
RETURN count(*) AS removed

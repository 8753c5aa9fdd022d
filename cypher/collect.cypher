// Removes up to `limit` nodes of a retired load, with their relations; called until it removes none.
MATCH (entry:Rete {load: $load})
USING INDEX SEEK entry:Rete(load)
WITH entry LIMIT $limit
DETACH DELETE entry
RETURN count(*) AS removed

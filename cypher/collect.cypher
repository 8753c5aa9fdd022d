// Removes up to `limit` nodes of a retired load, with their relations; called until it removes none.
MATCH (entry:ReteEntry {load: $load})
USING INDEX SEEK entry:ReteEntry(load)
WITH entry LIMIT $limit
DETACH DELETE entry
RETURN count(*) AS removed

// What stands beside some nodes: what organizations offer, what they are part of, and what is said of them.
UNWIND $ids AS id
MATCH (entry:ReteEntry {key: $load + '/' + id})-[:OFFERS|PART_OF|ABOUT]-(other:ReteEntry)
USING INDEX SEEK entry:ReteEntry(key)
RETURN DISTINCT other.id AS id

// What organizations of a part offer, in any territory: where one works is told by all of it, and to be known to one
// of its services may be to be known to a sender.
UNWIND $organizations AS id
MATCH (organization:ReteEntry {key: $load + '/' + id})-[:OFFERS]->(service)
USING INDEX SEEK organization:ReteEntry(key)
RETURN DISTINCT service.id AS id

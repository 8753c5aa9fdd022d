// One backward round: the services that provide one of the targets in their territory, with where each works, what it
// reads, and to whom it makes the person known. A target is a variable and a territory; what covers none in particular
// has one of its own.
UNWIND $targets AS target
MATCH (variable:ReteEntry {key: $load + '/' + target})<-[:RETE_PROVIDES]-(service)
USING INDEX SEEK variable:ReteEntry(key)
WITH DISTINCT service
WHERE NOT service.id IN $found
RETURN service.id AS id, service.covers AS covers, service.reads AS reads, service.contacts AS contacts

// The organizations that offer the services of a part.
UNWIND $services AS id
MATCH (service:ReteEntry {key: $load + '/' + id})<-[:OFFERS]-(organization)
USING INDEX SEEK service:ReteEntry(key)
RETURN DISTINCT organization.id AS id

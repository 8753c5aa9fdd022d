// The organizations that offer the services of a part.
UNWIND $services AS id
MATCH (service:Rete {key: $load + '/' + id})<-[:OFFERS]-(organization)
USING INDEX SEEK service:Rete(key)
RETURN DISTINCT organization.id AS id

// The organizations of the kinds that may send to the services of a part, and what they offer in the territory: to be
// known to one of them may be to be known to one of its services.
UNWIND $targets AS target
MATCH (variable:Rete {key: $load + '/' + target})<-[:PROVIDES]-(sender:Organization)
USING INDEX SEEK variable:Rete(key)
WITH DISTINCT sender
RETURN sender.id AS id, COLLECT {
  MATCH (sender)-[:OFFERS]->(service)
  WHERE $territory IS NULL OR size(service.covers) = 0 OR $territory IN service.covers
  RETURN service.id
} AS offered

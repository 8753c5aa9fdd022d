// The organizations of the kinds that may send to the services of a part; a target is a kind in a territory.
UNWIND $targets AS target
MATCH (variable:Rete {key: $load + '/' + target})<-[:PROVIDES]-(sender:Organization)
USING INDEX SEEK variable:Rete(key)
RETURN DISTINCT sender.id AS id

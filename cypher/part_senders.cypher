// The organizations of the kinds that may send to the services of a part; a target is a kind in a territory.
UNWIND $targets AS target
MATCH (variable:ReteEntry {key: $load + '/' + target})<-[:RETE_SENDS]-(sender)
USING INDEX SEEK variable:ReteEntry(key)
RETURN DISTINCT sender.id AS id

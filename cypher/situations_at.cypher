// The entry situations of a territory.
MATCH (place:ReteEntry {key: $load + '/place:' + $territory})<-[:LOCATED_IN]-(situation:ReteEntry)
USING INDEX SEEK place:ReteEntry(key)
WHERE situation.collection = 'situations'
RETURN situation.id AS id

// How many services meet each need, themselves or through a need below that counts.
MATCH (need:ReteEntry {load: $load, collection: 'needs'})
USING INDEX SEEK need:ReteEntry(load, collection)
RETURN need.slug AS need, need.services AS services

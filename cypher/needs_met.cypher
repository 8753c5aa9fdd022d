// Which services meet each need themselves, by their places, to count them; what is below a need is added by the reader.
MATCH (need:ReteEntry {load: $load})<-[:MEETS]-(service:ReteEntry)
USING INDEX SEEK need:ReteEntry(load)
WHERE need.collection = 'needs'
RETURN need.slug AS need, collect(service.place) AS services

// Every organization and service of a version by name alone, in the order of the catalogue, to understand words and
// codes; of a service also who offers it.
MATCH (entry:ReteEntry {load: $load})
USING INDEX SEEK entry:ReteEntry(load)
WHERE entry.covers IS NOT NULL
RETURN entry.collection AS collection, entry.slug AS slug, coalesce(entry.names, [entry.name]) AS names,
       COLLECT { MATCH (entry)<-[:OFFERS]-(organization) RETURN organization.slug } AS organizations
ORDER BY entry.position

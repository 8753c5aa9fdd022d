// The organizations that are printed under an area, by name.
MATCH (area:ReteEntry {key: $load + '/network-area:' + $area})<-[:LISTED_UNDER]-(organization:ReteEntry)
USING INDEX SEEK area:ReteEntry(key)
RETURN organization.slug AS slug, organization.name AS name
ORDER BY organization.place

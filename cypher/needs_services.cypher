// The services that meet needs or help with them, by name, in the order of the catalogue.
UNWIND $needs AS code
MATCH (need:ReteEntry {key: $load + '/need-area:' + code})<-[link:MEETS|HELPS]-(service:ReteEntry)
USING INDEX SEEK need:ReteEntry(key)
RETURN service.slug AS slug, service.name AS name, service.evidence AS evidence, need.slug AS need,
       type(link) = 'MEETS' AS meets
ORDER BY service.place

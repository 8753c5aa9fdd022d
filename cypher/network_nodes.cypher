// The nodes of a version as the typed graph draws them.
MATCH (entry:Rete {load: $load})
USING INDEX SEEK entry:Rete(load)
WHERE entry.slug IS NOT NULL
RETURN entry.id AS id, entry.slug AS slug, entry.name AS label
ORDER BY id

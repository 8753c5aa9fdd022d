// The nodes of a version as the typed graph draws them, in its order.
MATCH (entry:ReteEntry {load: $load})
USING INDEX SEEK entry:ReteEntry(load)
WHERE entry.place IS NOT NULL
RETURN entry.id AS id, split(entry.id, ':')[0] AS kind, entry.slug AS slug, entry.name AS label,
       entry.name_en AS label_en
ORDER BY entry.place

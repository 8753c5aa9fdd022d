// Every service and organization of a version: what coverage reads where no territory is named.
MATCH (entry:ReteEntry {load: $load})
USING INDEX SEEK entry:ReteEntry(load)
WHERE entry.covers IS NOT NULL
RETURN entry.id AS id

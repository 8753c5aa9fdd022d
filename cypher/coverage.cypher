// What coverage reads: the services and organizations of a territory, or all of them.
MATCH (entry:Rete {load: $load})
USING INDEX SEEK entry:Rete(load)
WHERE entry.covers IS NOT NULL
  AND ($territory IS NULL OR size(entry.covers) = 0 OR $territory IN entry.covers)
RETURN entry.id AS id

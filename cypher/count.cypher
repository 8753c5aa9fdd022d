// How many nodes and relations a load has, to compare with what was sent before it goes live.
MATCH (entry:ReteEntry {load: $load})
USING INDEX SEEK entry:ReteEntry(load)
RETURN count(entry) AS nodes, sum(COUNT { (entry)-->() }) AS relations

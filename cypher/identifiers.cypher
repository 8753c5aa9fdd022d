// The slugs and codes of some collections, to propose what may have been meant.
UNWIND $collections AS collection
MATCH (entry:ReteEntry {load: $load, collection: collection})
USING INDEX SEEK entry:ReteEntry(load, collection)
WHERE entry.slug IS NOT NULL
RETURN entry.slug AS slug

// The entries of some collections: those that every part of a version has, such as facts and needs.
UNWIND $collections AS collection
MATCH (entry:ReteEntry {load: $load, collection: collection})
USING INDEX SEEK entry:ReteEntry(load, collection)
RETURN entry.collection AS collection, entry.position AS position, entry.record AS record

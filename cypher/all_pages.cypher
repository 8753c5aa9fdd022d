// Every page of the names of a version, for a question with words that no page knows.
UNWIND ['words', 'names'] AS collection
MATCH (page:ReteEntry {load: $load, collection: collection})
USING INDEX SEEK page:ReteEntry(load, collection)
RETURN page.id AS id, page.said AS said

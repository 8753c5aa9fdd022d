// Pages of the names of a version, by their names: what is known by a word, or some partners.
UNWIND $ids AS id
MATCH (page:ReteEntry {key: $load + '/' + id})
USING INDEX SEEK page:ReteEntry(key)
RETURN page.id AS id, page.said AS said

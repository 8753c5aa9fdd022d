"""One module a kind of document; each turns a document into records with spans, and a fate for what it read."""

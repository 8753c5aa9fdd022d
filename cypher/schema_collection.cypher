// The entries of some collections of a version, such as needs, are found without looking at all others.
CREATE INDEX rete_entry_collection IF NOT EXISTS FOR (entry:ReteEntry) ON (entry.load, entry.collection)

// All nodes of a version are found by their load.
CREATE INDEX rete_entry_load IF NOT EXISTS FOR (entry:ReteEntry) ON (entry.load)

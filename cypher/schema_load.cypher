// All nodes of a version are found by their load.
CREATE INDEX rete_load IF NOT EXISTS FOR (entry:Rete) ON (entry.load)

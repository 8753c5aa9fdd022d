// Names, alternate names, labels and further words, without accents and case.
CREATE FULLTEXT INDEX rete_entry_names IF NOT EXISTS
FOR (entry:ReteEntry) ON EACH [entry.names]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'standard-folding' } }

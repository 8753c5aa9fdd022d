// Names, alternate names, labels and further words, without accents and case.
CREATE FULLTEXT INDEX rete_names_2 IF NOT EXISTS
FOR (entry:Organization|Service|NeedArea|NetworkArea|EntrySituation) ON EACH [entry.names]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'standard-folding' } }

// What an older program wrote, up to format 4, under labels that anybody may use: each load with its number of nodes.
// Only what has the whole shape counts, so that a node of somebody else's with such a label is never taken for it.
MATCH (version:Version)
WHERE version.load =~ '[0-9a-f]{16}-[0-9a-f]{8}' AND version.load STARTS WITH version.version + '-'
  AND version.format < 5 AND version.head STARTS WITH '{'
RETURN version.load AS load, version.format AS format,
       COUNT {
         MATCH (entry:Rete {load: version.load}) WHERE entry.key = entry.load + '/' + entry.id
       } AS nodes
ORDER BY load

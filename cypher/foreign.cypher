// Nodes of the database: with sign 1 all of them, with sign -1 each sort that this program writes. The large two are
// look-ups of stored counts; of the others there are few.
CALL () { MATCH (node) RETURN count(node) AS nodes }
RETURN 1 AS sign, nodes
UNION ALL
CALL () { MATCH (entry:Rete) RETURN count(entry) AS nodes }
RETURN -1 AS sign, nodes
UNION ALL
CALL () { MATCH (version:Version) WHERE version.load IS NOT NULL RETURN count(version) AS nodes }
RETURN -1 AS sign, nodes
UNION ALL
CALL () { MATCH (network:Network) WHERE network.name IS NOT NULL RETURN count(network) AS nodes }
RETURN -1 AS sign, nodes

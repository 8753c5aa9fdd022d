// Nodes of the database: with sign 1 all of them, with sign -1 each sort that this program writes. The large two are
// look-ups of stored counts; of the others there are few. What `former` finds is not foreign either.
CALL () { MATCH (node) RETURN count(node) AS nodes }
RETURN 1 AS sign, nodes
UNION ALL
CALL () { MATCH (entry:ReteEntry) RETURN count(entry) AS nodes }
RETURN -1 AS sign, nodes
UNION ALL
CALL () { MATCH (version:ReteVersion) WHERE version.load IS NOT NULL RETURN count(version) AS nodes }
RETURN -1 AS sign, nodes
UNION ALL
CALL () { MATCH (network:ReteNetwork) WHERE network.name IS NOT NULL RETURN count(network) AS nodes }
RETURN -1 AS sign, nodes

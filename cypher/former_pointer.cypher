// The node with which an older program pointed at its live version, if it is there; see `former`.
MATCH (network:Network {name: $network})
WHERE network.live =~ '[0-9a-f]{16}-[0-9a-f]{8}' OR network.loading =~ '[0-9a-f]{16}-[0-9a-f]{8}'
RETURN count(network) AS nodes

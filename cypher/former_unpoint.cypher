// Removes the node with which an older program pointed at its live version; see `former_pointer`.
MATCH (network:Network {name: $network})
WHERE network.live =~ '[0-9a-f]{16}-[0-9a-f]{8}' OR network.loading =~ '[0-9a-f]{16}-[0-9a-f]{8}'
DELETE network

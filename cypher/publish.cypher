// Makes a load the live version if it still holds the fence: compare and set, in one transaction. The version before
// it is kept for who still reads it. A repeated call finds the load live already, which is success. `over` is the load
// that may be replaced, empty where none is live; null says that any may.
MATCH (network:ReteNetwork {name: $network})
USING INDEX SEEK network:ReteNetwork(name)
SET network.touched = datetime()
WITH network, network.loading = $load AND ($over IS NULL OR coalesce(network.live, '') = $over) AS held
FOREACH (_ IN CASE WHEN held THEN [1] ELSE [] END |
  SET network.previous = network.live, network.live = $load, network.loading = null
)
WITH network
MATCH (version:ReteVersion {load: network.live})
USING INDEX SEEK version:ReteVersion(load)
RETURN network.live = $load AS won, version.version AS live

// Starts a load. `loading` is the fence: whoever started last may publish, an earlier publisher no longer can.
MERGE (network:ReteNetwork {name: $network})
SET network.loading = $load
WITH network
MERGE (version:ReteVersion {load: $load})
ON CREATE SET version.version = $version, version.format = $format, version.head = $head, version.cuts = $cuts,
              version.name = $name, version.state = 'loading', version.shown = 'no', version.batch = 0,
              version.started = datetime()
RETURN network.live AS live

// Starts a load. `loading` is the fence: whoever started last may publish, an earlier publisher no longer can.
MERGE (network:Network {name: $network})
SET network.loading = $load
WITH network
MERGE (version:Version {load: $load})
ON CREATE SET version.version = $version, version.format = $format, version.head = $head, version.cuts = $cuts,
              version.state = 'loading', version.batch = 0, version.started = datetime()
RETURN network.live AS live

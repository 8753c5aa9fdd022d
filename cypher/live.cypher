// The live version: which load, which content, and in which format it is written.
MATCH (network:Network {name: $network})
MATCH (version:Version {load: network.live})
RETURN version.load AS load, version.version AS version, version.format AS format

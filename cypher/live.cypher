// The live version: which load, which content, in which format it is written, and whether it has its labels.
MATCH (network:ReteNetwork {name: $network})
MATCH (version:ReteVersion {load: network.live})
RETURN version.load AS load, version.version AS version, version.format AS format, version.shown AS shown

// Notes whether the nodes of a load have labels of the domain: `no`, `partly` or `yes`.
MATCH (version:ReteVersion {load: $load})
USING INDEX SEEK version:ReteVersion(load)
SET version.shown = $shown

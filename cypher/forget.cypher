// Removes a load after `collect` has removed its nodes: last, so that an interrupted collection is gone on with.
MATCH (version:ReteVersion {load: $load})
USING INDEX SEEK version:ReteVersion(load)
DELETE version

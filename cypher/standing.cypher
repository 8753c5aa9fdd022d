// Whether a load still stood when this was asked: `retire` marks it before the first of its nodes goes.
MATCH (version:ReteVersion {load: $load})
USING INDEX SEEK version:ReteVersion(load)
WHERE version.state <> 'retired'
RETURN version.version AS version

// Marks a load as given up; waits for a batch in flight, and lets none follow.
MATCH (version:ReteVersion {load: $load})
USING INDEX SEEK version:ReteVersion(load)
SET version.state = 'retired'

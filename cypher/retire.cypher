// Marks a load as given up; waits for a batch in flight, and lets none follow.
MATCH (version:Version {load: $load})
USING INDEX SEEK version:Version(load)
SET version.state = 'retired'

// Marks a load as given up; waits for a batch in flight, and lets none follow.
MATCH (version:Version {load: $load})
SET version.state = 'retired'

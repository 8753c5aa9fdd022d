// Loads that are neither live, nor the one before it, nor in work.
MATCH (network:ReteNetwork {name: $network})
USING INDEX SEEK network:ReteNetwork(name)
WITH [coalesce(network.live, ''), coalesce(network.previous, ''), coalesce(network.loading, '')] AS kept
MATCH (version:ReteVersion)
WHERE version.load IS NOT NULL AND NOT version.load IN kept
RETURN version.load AS load
ORDER BY load

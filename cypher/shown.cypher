// The loads that are not live and have labels of the domain, or may have some.
MATCH (network:ReteNetwork {name: $network})
USING INDEX SEEK network:ReteNetwork(name)
WITH coalesce(network.live, '') AS live
MATCH (version:ReteVersion)
WHERE version.load IS NOT NULL AND version.load <> live AND version.shown <> 'no'
RETURN version.load AS load
ORDER BY load

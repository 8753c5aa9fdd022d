// Removes a load of an older program after its nodes, and with the last of them the node that pointed at it.
MATCH (version:Version {load: $load})
WHERE version.load STARTS WITH version.version + '-' AND version.format < 5
DELETE version

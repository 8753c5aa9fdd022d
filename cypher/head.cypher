// What a version says beside its entries, and the tests that cut its facts into cells.
MATCH (version:ReteVersion {load: $load})
USING INDEX SEEK version:ReteVersion(load)
RETURN version.head AS head, version.cuts AS cuts

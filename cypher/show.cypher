// Gives up to `limit` nodes of the live load, in the order of their keys, the labels of the domain, so that a plain
// `MATCH (s:Service)` sees each service once. SET takes the lock of the network first: a load that is no longer live
// gets no label any more.
MATCH (network:ReteNetwork {name: $network})
USING INDEX SEEK network:ReteNetwork(name)
SET network.touched = datetime()
WITH network WHERE network.live = $load
CALL (network) {
  MATCH (entry:ReteEntry)
  USING INDEX SEEK entry:ReteEntry(key)
  WHERE entry.key > $after AND entry.key < $load + '0' AND entry.sort IS NOT NULL
  WITH entry ORDER BY entry.key LIMIT $limit
  SET entry:$(entry.sort)
  RETURN max(entry.key) AS last
}
RETURN last

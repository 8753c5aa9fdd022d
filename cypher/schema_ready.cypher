// Waits, for at most half a minute, until new indexes are filled, so that what follows is planned with them.
CALL db.awaitIndexes(30)

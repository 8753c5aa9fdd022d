// Removes an index that an older program made.
DROP INDEX $name IF EXISTS

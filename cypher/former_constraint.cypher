// Removes a constraint that an older program made: it would bind nodes of anybody who uses the same label.
DROP CONSTRAINT $name IF EXISTS

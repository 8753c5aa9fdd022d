"""Files that are not plain text, as lines of text."""

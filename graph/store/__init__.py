"""Where published versions of a network live."""

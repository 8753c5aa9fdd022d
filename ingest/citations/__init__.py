"""How citations follow their documents when a new edition moves the lines."""

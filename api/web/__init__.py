"""Pages for people: rendered on the server, read through the same schema as every client."""

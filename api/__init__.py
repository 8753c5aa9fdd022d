"""The GraphQL API over HTTP, and the command line."""

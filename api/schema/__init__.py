"""The GraphQL types, one noun a module. Resolvers are thin: they read the network of their request."""

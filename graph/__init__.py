"""The typed network of organizations, services and needs, and what can be proved about it."""

"""The commands of `rete`, one noun a module; each returns its exit code."""

"""A server that never stops: the next version is loaded in a process of its own, and takes over when it is ready."""

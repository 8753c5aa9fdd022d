"""The typed graph in the exchange formats of other programs."""

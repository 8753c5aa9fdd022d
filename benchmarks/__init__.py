"""Generated networks, and measures beside their targets: `python -m benchmarks`."""

"""Where the network fails, on whom it hangs, and what a change would do."""

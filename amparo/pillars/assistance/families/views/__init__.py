"""Pages of children alone."""

"""Returns: its records."""

"""Pages of fieldwork."""

"""Views of fieldwork."""

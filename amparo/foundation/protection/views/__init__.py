"""Views of protection."""

"""Forms of dialogue."""

"""Commands of the way out of exploitation."""

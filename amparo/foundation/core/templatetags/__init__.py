"""Template tags and filters of core."""

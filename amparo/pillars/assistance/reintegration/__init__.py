"""Standing on one’s own again: plans, surveys, and projects of communities."""

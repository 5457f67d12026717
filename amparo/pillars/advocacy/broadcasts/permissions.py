"""Who sees and keeps broadcasts."""

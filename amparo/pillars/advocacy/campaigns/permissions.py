"""Who sees and keeps campaigns."""

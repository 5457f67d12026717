"""What one fills in for a child alone."""

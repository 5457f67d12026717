"""What one is asked on the way of somebody out of exploitation."""

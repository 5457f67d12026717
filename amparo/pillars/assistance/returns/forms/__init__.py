"""What one writes about a return."""

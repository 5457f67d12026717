"""What one writes into plans and projects."""

"""Protection: what threatens people, what makes them vulnerable, what they and others can do."""

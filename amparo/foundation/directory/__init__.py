"""Directory: services, the organizations offering them, the duty bearers answering for them."""

"""What is asked when a survey is held, kept, or brought in."""

"""What somebody without an account finds, and what is kept of them: nothing."""

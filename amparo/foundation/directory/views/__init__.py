"""The directory as colleagues see and keep it."""

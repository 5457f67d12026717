"""Pages of message bank."""

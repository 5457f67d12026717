"""Forms of message bank."""

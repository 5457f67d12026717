"""Forms of the message bank."""

"""The way out of exploitation, as those who accompany somebody see it."""

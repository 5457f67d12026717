"""The six pillars of protecting and assisting migrants."""

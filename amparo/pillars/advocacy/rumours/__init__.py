"""Rumours: what is heard, how far it spreads, what is true of it, and what was answered."""

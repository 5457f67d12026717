"""Checks of an installation: what is safe, what is not, and what to do about it."""

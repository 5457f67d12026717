"""Thin: each asks, lets the record do it, and leads back to the journey."""

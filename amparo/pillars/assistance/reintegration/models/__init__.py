"""Reintegration: its records."""

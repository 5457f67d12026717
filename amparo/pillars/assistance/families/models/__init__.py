"""Families: its records."""

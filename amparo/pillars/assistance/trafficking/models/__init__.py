"""Trafficking: its records."""

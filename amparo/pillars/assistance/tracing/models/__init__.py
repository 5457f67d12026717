"""Tracing: its records."""

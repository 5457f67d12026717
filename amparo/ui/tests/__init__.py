"""Promises of the look."""

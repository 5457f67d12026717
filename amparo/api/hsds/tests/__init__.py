"""Promises of the open directory."""

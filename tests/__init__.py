"""Promises of the whole house, and what it takes to try them."""

"""Casework without network: what devices take along and send."""

"""Migrations of a version that does not exist yet."""

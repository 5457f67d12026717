"""Encrypted backups: created, restored and checked; the switch of the database."""

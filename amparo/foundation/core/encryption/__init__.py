"""Encryption of personal values and files, and the keys for it."""

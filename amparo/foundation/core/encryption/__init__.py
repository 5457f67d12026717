"""Encryption of personal values and files, and management of the keys."""

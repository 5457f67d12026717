"""Checks: what must be settled before somebody goes a way that cannot be gone back."""

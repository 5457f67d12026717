"""Advocacy: messages reach those who need them, and asks reach those who can change things."""

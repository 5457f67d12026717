"""Screens of administrators and auditors."""

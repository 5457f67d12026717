"""Requests for help from the public pages."""

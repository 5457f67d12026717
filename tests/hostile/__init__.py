"""Requests, files and devices that mean harm."""

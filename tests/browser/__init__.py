"""Journeys and pages in a real browser."""

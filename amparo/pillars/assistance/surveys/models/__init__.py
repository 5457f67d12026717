"""Surveys: its records."""

"""Dialogue in the demo: commitments, meetings, consultations."""

"""Complaining without a name: few questions, a code, and an answer to come back for."""

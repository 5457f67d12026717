"""The web of plans and projects, thin."""

"""Random walks, each held against a small model."""

"""Grants and allowances: asked for, approved and paid by different people, and accounted for."""

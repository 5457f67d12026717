"""Funding: projects of donors, their funds, budget lines, and exchange rates."""

"""Measurements of speed, of matching and of what is promised. No product code imports them."""

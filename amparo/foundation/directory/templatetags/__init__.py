"""How services are said on a page."""

"""How people and what they answered are said on a page."""

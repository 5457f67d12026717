"""Pages of case forms."""

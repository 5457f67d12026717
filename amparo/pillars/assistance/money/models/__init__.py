"""Money of a case: its records."""

"""Data quality: what is missing in records, and who can complete it."""

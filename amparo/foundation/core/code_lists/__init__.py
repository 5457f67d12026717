"""Code lists: bundled lists, entries in the database, lookups."""

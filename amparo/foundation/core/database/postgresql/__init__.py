"""PostgreSQL that never takes "perhaps" for "yes": see `base`."""

"""A PostgreSQL backend that reports commits whose replication is not confirmed: see `base`."""

"""What only PostgreSQL does: collected only where the tests run on it."""

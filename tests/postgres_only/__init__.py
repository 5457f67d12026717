"""What only PostgreSQL promises: collected only where the tests run on it."""

"""What people type about persons, families and communities."""

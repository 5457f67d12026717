"""People: persons, families and communities, as they describe themselves."""

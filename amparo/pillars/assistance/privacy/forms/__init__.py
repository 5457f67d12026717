"""Forms of privacy."""

"""Forms of broadcasts."""

"""Forms of rumours."""

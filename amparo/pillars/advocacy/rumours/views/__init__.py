"""Pages of rumours."""

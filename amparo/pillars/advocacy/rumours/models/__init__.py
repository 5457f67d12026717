"""Records of rumours."""

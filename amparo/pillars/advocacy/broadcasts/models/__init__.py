"""Records of broadcasts."""

"""Records of campaigns."""

"""Records of stories."""

"""The public site: somebody far from home finds help, without a name, and leaves in one tap."""

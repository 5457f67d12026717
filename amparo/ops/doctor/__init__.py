"""Looking a house over: what is safe in it as it stands here, what is not, and what to do."""

"""Names that nobody bears are told to a house through every door; its raw bytes may hold none."""

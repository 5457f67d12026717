"""The pages of a search, and of coming together again."""

"""Law: instruments, provisions, status of treaties, frameworks; each with source and date."""

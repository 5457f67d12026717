"""Law: instruments, provisions, what States did about treaties, frameworks; with source and date."""

"""Pages of law: instruments, countries, frameworks, imports."""

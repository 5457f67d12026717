"""OWASP ASVS 5.0, kept by tests: each is named after the requirement that it holds."""

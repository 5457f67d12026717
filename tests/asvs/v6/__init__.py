"""V6 of the ASVS: authentication."""

"""Import and export of the directory as HSDS 3 (Open Referral)."""

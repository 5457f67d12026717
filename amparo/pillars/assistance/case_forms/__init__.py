"""Forms filled in about a case, drafts, and where their answers belong."""

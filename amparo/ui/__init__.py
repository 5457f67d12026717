"""How Amparo looks and speaks: one page frame, few components, the same in every language."""

"""Message bank: what is said to people, in each language, checked by two people."""

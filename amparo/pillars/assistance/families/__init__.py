"""Children alone and their families: care, guardians, and what is best for the child."""

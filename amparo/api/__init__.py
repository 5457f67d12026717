"""Other systems that speak with the house: how they are known, and what they are answered."""

"""Children alone: who cares for them, who stands for them, and what is best for each of them."""

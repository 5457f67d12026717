"""Looking for one’s family: requests, likenesses, verification, and coming together again."""

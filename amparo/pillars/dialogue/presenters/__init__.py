"""What pages of dialogue show one reader: one commitment, one meeting."""

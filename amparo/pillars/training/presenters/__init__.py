"""What the pages of training show, fetched once."""

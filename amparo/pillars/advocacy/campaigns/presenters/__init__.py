"""What pages and papers of campaigns show."""

"""What pages of the message bank show."""

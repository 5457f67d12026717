"""What one fills in to ask for money, to pay it, and to keep the funds it comes from."""

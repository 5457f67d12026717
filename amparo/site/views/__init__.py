"""The pages of the roof: signing in, home, the account, errors."""

"""Accounts: users, organizations, roles, sessions, sign-in, second factor, API tokens."""

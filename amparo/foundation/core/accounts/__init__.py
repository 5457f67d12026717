"""Accounts: users, roles, memberships, sign-in, sessions, tokens, recovery."""

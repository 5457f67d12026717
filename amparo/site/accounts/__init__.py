"""Screens of one's own account: sign-in, second factors, sessions, devices."""

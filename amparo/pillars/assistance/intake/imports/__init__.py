"""Registers: people whom others wrote down before, brought in with nobody lost or doubled."""

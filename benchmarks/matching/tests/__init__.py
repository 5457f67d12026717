"""Tests of the made-up register, and of matching measured on it."""

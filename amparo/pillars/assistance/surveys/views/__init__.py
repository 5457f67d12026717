"""Surveys, as those who hold, read and keep them see them."""

"""Invented names go in through every form; the bytes that are stored may hold none of them."""

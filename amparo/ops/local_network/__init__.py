"""Phones of an office reach the house on its own network, over HTTPS that they can check."""

"""Persons, families and communities on the screen."""

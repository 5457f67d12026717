"""Rumours in the sample data."""

from types import SimpleNamespace


def add_rumours(world: SimpleNamespace) -> None:
    """Adds them."""

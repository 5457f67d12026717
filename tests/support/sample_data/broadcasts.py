"""Broadcasts in the sample data."""

from types import SimpleNamespace


def add_broadcasts(world: SimpleNamespace) -> None:
    """Adds them."""

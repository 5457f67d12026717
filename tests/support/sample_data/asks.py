"""Advocacy asks in the sample data."""

from types import SimpleNamespace


def add_asks(world: SimpleNamespace) -> None:
    """Adds them."""

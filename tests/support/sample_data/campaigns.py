"""Campaigns in the sample data."""

from types import SimpleNamespace


def add_campaigns(world: SimpleNamespace) -> None:
    """Adds them."""

"""Patterns of unmet needs and links in the sample data."""

from types import SimpleNamespace


def add_links(world: SimpleNamespace) -> None:
    """Patterns of unmet needs and links in the sample data."""

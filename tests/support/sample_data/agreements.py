"""Agreements in the sample data."""

from types import SimpleNamespace


def add_agreements(world: SimpleNamespace) -> None:
    """Agreements in the sample data."""

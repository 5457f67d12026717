"""Consultations in the sample data."""

from types import SimpleNamespace


def add_consultations(world: SimpleNamespace) -> None:
    """Consultations in the sample data."""

"""Imports of recommendations in the sample data."""

from types import SimpleNamespace


def add_commitment_imports(world: SimpleNamespace) -> None:
    """Imports of recommendations in the sample data."""

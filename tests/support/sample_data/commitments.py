"""Commitments in the sample data, with the documents and reports of each kind."""

from types import SimpleNamespace


def add_commitments(world: SimpleNamespace) -> None:
    """Commitments in the sample data, with the documents and reports of each kind."""

"""Forums and meetings in the sample data."""

from types import SimpleNamespace


def add_forums(world: SimpleNamespace) -> None:
    """Forums and meetings in the sample data."""

"""Stories in the sample data."""

from types import SimpleNamespace


def add_stories(world: SimpleNamespace) -> None:
    """Adds them."""

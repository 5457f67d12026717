"""Training in the sample data: registration."""

from types import SimpleNamespace


def add_registrations(world: SimpleNamespace) -> None:
    """Adds them."""

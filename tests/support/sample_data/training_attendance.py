"""Training in the sample data: attendance."""

from types import SimpleNamespace


def add_attendance(world: SimpleNamespace) -> None:
    """Adds them."""

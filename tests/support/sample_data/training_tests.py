"""Training in the sample data: tests."""

from types import SimpleNamespace


def add_training_tests(world: SimpleNamespace) -> None:
    """Adds them."""

"""Training in the sample data: certificates."""

from types import SimpleNamespace


def add_certificates(world: SimpleNamespace) -> None:
    """Adds them."""

"""Commitments in the demo."""

from amparo_demo.world import World


def fill(world: World) -> None:
    """Commitments in the demo."""

"""Training in the demo: tests."""

from amparo_demo.world import World


def fill(world: World) -> None:
    """Adds them."""

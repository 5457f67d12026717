"""Training in the demo: registration."""

from amparo_demo.world import World


def fill(world: World) -> None:
    """Adds them."""

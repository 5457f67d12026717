"""Training in the demo: courses."""

from amparo_demo.world import World


def fill(world: World) -> None:
    """Adds them."""

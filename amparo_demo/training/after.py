"""Training in the demo: what comes after the course of the border police."""

from amparo_demo.world import World


def fill(world: World) -> None:
    """Adds them."""

"""Patterns of unmet needs in the demo, and what rests on them."""

from amparo_demo.world import World


def fill(world: World) -> None:
    """Patterns of unmet needs in the demo, and what rests on them."""

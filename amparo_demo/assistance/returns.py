"""Whom the demo walks home: Yovana and her children, some whose way turned, and forty more."""

from amparo_demo.persons import PersonGenerator
from amparo_demo.world import World

from . import return_steps, returns_generated, returns_other, story_yovana


def fill(world: World) -> None:
    world.tell(return_steps.qualify(world))
    world.tell(story_yovana.tell(world))
    generator = PersonGenerator(world.dice("those who go home"), world.today)
    returns_other.tell(world, generator)
    returns_generated.tell(world, generator)

"""Whom the demo walks home: Yovana and her children, some whose way turned, and forty more."""

from amparo.foundation.people.demo.faces import Crowd
from amparo.foundation.trust.seeding import World

from . import many, turns, yovana


def fill(world: World) -> None:
    world.tell(yovana.tell(world))
    crowd = Crowd(world.dice("those who go home"), world.today)
    turns.tell(world, crowd)
    many.tell(world, crowd)

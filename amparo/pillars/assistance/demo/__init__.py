"""Whom the teams of the demo accompany: Rosa, her friends, and two hundred more."""

from amparo.foundation.people.demo.faces import Crowd
from amparo.foundation.trust import clock
from amparo.foundation.trust.seeding import World

from . import asking, between, duties, field, friends, others, referrals, rosa, twice
from .dealing import sheets
from .lives import Life


def fill(world: World) -> None:
    crowd = Crowd(world.dice("faces"), world.today)
    world.tell(rosa.tell(world))
    friends.tell(world)
    others.tell(world, crowd)
    duties.tell(world)
    between.tell(world)
    referrals.tell(world)
    twice.tell(world)
    field.tell(world)
    with clock.at(world.at(-390)):
        asking.receive(world)
    asking.tell(world)
    for sheet in sheets(world):
        world.tell(Life(world, sheet, crowd).tell())

"""Whom the teams of the demo accompany: Rosa, her friends, and two hundred more."""

from amparo.foundation.core import clock
from amparo.pillars.assistance.cases.models import SavedView
from amparo_demo.persons import PersonGenerator
from amparo_demo.world import World

from . import (
    duplicates,
    help_requests,
    mobile,
    privacy,
    referrals,
    stories_lucia,
    stories_other,
    story_rosa,
    transfers,
)
from .generated_cases import outlines
from .generated_timeline import GeneratedCase


def fill(world: World) -> None:
    generator = PersonGenerator(world.dice("faces"), world.today)
    world.tell(story_rosa.tell(world))
    stories_lucia.tell(world)
    stories_other.tell(world, generator)
    privacy.tell(world)
    transfers.tell(world)
    referrals.tell(world)
    duplicates.tell(world)
    mobile.tell(world)
    with clock.at(world.at(-390)):
        help_requests.receive(world)
    help_requests.tell(world)
    save_views(world)
    for outline in outlines(world):
        world.tell(GeneratedCase(world, outline, generator).tell())


def save_views(world: World) -> None:
    """What the supervisor looks at every morning, under names of her own."""
    views = {
        "Niñez en riesgo alto": {"risk": "severe", "age": "child"},
        "Vencidos": {"due": "overdue"},
    }
    for name, filters in views.items():
        SavedView.save_as(name, filters, of_list="cases", by=world.users["maren"])

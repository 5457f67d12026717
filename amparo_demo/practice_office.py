"""The practice office of the demo: Lucía and Maren practise there, with one invented family."""

from amparo.foundation.core import clock
from amparo.foundation.core.models import Office, Team
from amparo.pillars.assistance.intake.first_contact import (
    AccompanyingChild,
    RegistrationData,
    register_first_contact,
)

from .persons import agreement
from .staff import OWN
from .world import Story, World

NAME, TEAM = "Oficina de práctica", "Equipo de práctica"


def fill(world: World) -> None:
    with clock.at(world.at(-20)):
        office = Office.set_up(
            by=None, name=NAME, organization=world.organizations[OWN], is_practice=True,
            country="BO", time_zone="America/La_Paz", currency="BOB",
        )  # fmt: skip
        team = Team.form(by=None, name=TEAM, office=office)
        world.users["lucia"].add_role("caseworker", by=None, team=team)
        world.users["maren"].add_role("supervisor", by=None, office=office)
    world.tell(_family(world, team))


def _family(world: World, team: Team) -> Story:
    """They are nobody: a name that says so, and no telephone."""
    by = world.users["lucia"].practice_account
    child = {
        "given_names": "Niña", "family_names": "Inventada", "sex": "female",
        "birth_year": world.today.year - 9, "birth_precision": "year", "nationality": "VE",
        "languages": ["es"],
    }  # fmt: skip
    yield world.at(-4, "16:00")
    register_first_contact(
        RegistrationData(
            person={
                "given_names": "Persona", "family_names": "Inventada", "sex": "female",
                "birth_year": world.today.year - 34, "birth_precision": "year",
                "nationality": "VE", "languages": ["es"],
            },
            consent=agreement("es", until=world.day(26)),
            children=[AccompanyingChild(child, "child")],
            case={"channel": "walk_in", "presenting_concern": "Un caso para practicar."},
        ),
        by=by, team=team,
    )  # fmt: skip

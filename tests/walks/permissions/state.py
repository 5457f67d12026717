"""The house in which the walk is done: three offices of ours, two partners, fourteen who sign in.

Every word that says something of somebody is a canary: made up, found nowhere else, and known by
whose it is. Wherever one is read, it is plain who has been shown what.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.test import Client

from amparo.foundation.core.accounts import sessions
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, Organization, Team, User
from amparo.foundation.people.models import Person
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.models import Case

from .expected import ExpectedPermissions, Place, Staff

HERE = "localhost"
CANARY = re.compile(r"zq(?:[bfjklmnprstx][aeiou]){4}", re.IGNORECASE)
AGREED = ConsentGiven((Choice("case_management", True),), method="verbal", language="es")

OFFICES = {  # whose, and under which
    "Alto": ("own", ""), "Valle": ("own", ""), "Bajo": ("own", "Alto"),
    "Alba": ("ngo", ""), "Gobierno": ("government", ""),
}  # fmt: skip
TEAMS = {"Alto A": "Alto", "Alto B": "Alto", "Valle C": "Valle", "Bajo D": "Bajo"}
STAFF = {
    "ana": ("caseworker", "Alto A"), "beto": ("caseworker", "Alto A"),
    "carla": ("caseworker", "Alto B"), "dario": ("caseworker", "Valle C"),
    "elsa": ("caseworker", "Bajo D"), "sonia": ("supervisor", "Alto"),
    "saul": ("supervisor", "Alto B"), "simon": ("supervisor", "Valle"),
    "nadia": ("provider", "Alba"), "oscar": ("official", "Gobierno"),
    "ines": ("data_officer", "Alto"), "awa": ("administrator", "Alto"),
    "jean": ("auditor", "Alto"), "iris": ("data_officer", "Valle"),
    "elena": ("programme_manager", "Alto"),
}  # fmt: skip
GROUPS = ("trafficking", "gbv", "misconduct")


@dataclass(frozen=True)
class CanaryOwner:
    """Of whom a canary tells: a person's, and of which class; or something written in a case."""

    record: str
    kind: str = "case"


@dataclass
class State:
    """What stands when a walk begins, and what it has come to."""

    offices: dict[str, Office]
    teams: dict[str, Team]
    users: dict[str, int]
    cookies: dict[str, dict[str, str]]
    policy: ExpectedPermissions
    canaries: dict[str, CanaryOwner] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)  # a person: what one searches them by
    numbers: dict[str, str] = field(default_factory=dict)  # a number: its case
    papers: dict[str, tuple[str, str]] = field(default_factory=dict)  # its case, its content
    families: dict[str, set[str]] = field(default_factory=dict)
    opened: list[tuple[str, str, str]] = field(default_factory=list)  # in an emergency

    def again(self) -> "State":
        """The same, for a walk that leaves this one as it is."""
        lived = ("policy", "canaries", "named", "numbers", "papers", "families", "opened")
        return replace(self, **{name: deepcopy(getattr(self, name)) for name in lived})

    def user(self, who: str) -> User:
        """Them as they are now: nothing remembered of before."""
        return User.objects.get(pk=self.users[who])

    def canary(self, whose: CanaryOwner) -> str:
        word = f"zq{_syllables(len(self.canaries))}"
        self.canaries[word] = whose
        return word.capitalize()

    def client(self, who: str) -> Client:
        client = Client(headers={"host": HERE})
        for name, value in self.cookies[who].items():
            client.cookies[name] = value
        return client

    def case(self, key: str) -> Case:
        return Case.objects.select_related("team__office", "owner", "person").get(ref=key)

    def person(self, key: str) -> Person:
        return Person.objects.get(ref=key)


def _syllables(number: int) -> str:
    """Four of them: unlike every word of the house, and unlike each other by ear too."""
    number = (number * 7919 + 12345) % 60**4
    parts = []
    for _each in range(4):
        number, at = divmod(number, 60)
        parts.append("bfjklmnprstx"[at // 5] + "aeiou"[at % 5])
    return "".join(parts)


@contextmanager
def starting_state() -> Iterator[State]:
    """Built in a transaction that is never kept."""
    with transaction.atomic():
        yield _build()
        transaction.set_rollback(True)


def _build() -> State:
    codes.load()
    organizations = {
        kind: Organization.objects.create(name=f"The {kind} one", kind=kind, country="BO")
        for kind in ("own", "ngo", "government")
    }
    offices: dict[str, Office] = {}
    for name, (kind, parent) in OFFICES.items():
        offices[name] = Office.objects.create(
            organization=organizations[kind], name=f"Office{name}", country="BO",
            parent=offices.get(parent), hourly_read_limit=30_000,
        )  # fmt: skip
    teams = {
        name: Team.objects.create(office=offices[office], name=name)
        for name, office in TEAMS.items()
    }
    policy = ExpectedPermissions(dict(TEAMS), {name: kind for name, (kind, _) in OFFICES.items()})
    state = State(offices, teams, {}, {}, policy)
    for who, (role, where) in STAFF.items():
        user = User.objects.create_user(f"{who}@example.org", who.title(), language="en")
        state.users[who] = user.pk
        policy.staff[who] = Staff()
        joins(state, who, role, where)
        state.cookies[who] = _signed_in(state, who)
    return state


def joins(state: State, who: str, role: str, where: str) -> None:
    team = state.teams.get(where)
    place = Place(role, TEAMS.get(where, where), where if team else "")
    at = {"team": team} if team else {"office": state.offices[where]}
    state.user(who).add_role(role, by=None, **at)
    state.policy.staff[who].places.add(place)


def _signed_in(state: State, who: str) -> dict[str, str]:
    """Somebody who gave both proofs a moment ago."""
    client = Client(headers={"host": HERE})
    client.force_login(state.user(who))
    session = client.session
    sessions.start_session(session, proof="two")
    session.save()
    return {name: each.value for name, each in client.cookies.items()}

"""Services, referrals and follow-ups of a made-up country, for what evidence counts.

Ten services a case over three years, in places with codes and from budget lines. Written by COPY
on PostgreSQL and many rows at a time on SQLite. A few thousand people are registered whole, so
that their pages can be measured; of all others there are the rows that figures and lists are
made of: they cannot be searched for.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import batched, count
from typing import Any, cast

from django.contrib.auth.hashers import make_password
from django.db import transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.values import cached_keys, create_keys, encrypt_value
from amparo.foundation.core.models import Membership, Office, Organization, Team, User
from amparo.foundation.core.records import Record, new_reference
from amparo.foundation.funding.models import BudgetLine, Fund
from amparo.foundation.people.boundaries.shapes import Outline, Ring
from amparo.foundation.people.models import BoundarySet, Person, PersonAccessGrant, Place
from amparo.pillars.assistance.cases.models import Case, CaseAccessGrant, Task
from amparo.pillars.assistance.cases.models.cases import reserve_case_numbers
from amparo.pillars.assistance.cases.risk_levels import NO_DUE_DATE
from amparo.pillars.assistance.referrals.models import Referral
from amparo.pillars.assistance.referrals.models.status import ReferralStatus
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.assistance.services.models.services import ServiceRecipient

from .country_data import COUNTRIES, FAMILY, GIVEN, WORKERS, Country
from .insert_rows import insert_rows, next_key, set_sequence, without_indexes

# How many are registered whole.
WHOLE = 6_000
SERVICES_OF_A_CASE = 10
DAYS = 3 * 365
REGIONS, TOWNS_OF_A_REGION = 20, 30
TYPES = (
    "food.inkind", "food.cash", "shelter.rent", "shelter.temporary", "health.primary",
    "legal.advice", "education.school", "mhpss.individual",
)  # fmt: skip
# Of a hundred services, how many were for somebody else too, and how many rest on no budget line.
ACCOMPANIED, WITHOUT_LINE = 12, 15
TEAMS_INVITED = 6
SEXES = ("female", "male")
# Points of the edge between two regions on the map.
EDGE = 45
_MANY = 20_000
WRITTEN_IN_BULK = (
    Person, PersonAccessGrant, Case, CaseAccessGrant, ServiceProvided, ServiceRecipient, Referral,
    Task,
)  # fmt: skip


@dataclass(frozen=True)
class CaseKey:
    case: int
    person: int
    office: int
    owner: int | None


class ServiceCountry(Country):
    """A country whose cases received services over three years."""

    def __init__(self, people: int, seed: int = 7):
        super().__init__(min(people, WHOLE), seed)
        self.all_people = people
        today = now()
        self.days = [
            (day, datetime.combine(day, time(12), today.tzinfo))
            for day in (today.date() - timedelta(days=back) for back in range(DAYS))
        ]

    def build(self) -> None:
        super().build()
        self.places = self._places()
        self._boundaries()
        self.lines = {office.pk: self._lines(office) for office in Office.objects.all()}
        with without_indexes(*WRITTEN_IN_BULK):
            self._rows()

    def _rows(self) -> None:
        for numbers in batched(range(self.people, self.all_people), _MANY, strict=False):
            self._more(numbers)
        rows = Case.objects.order_by("pk").values_list("pk", "person", "team__office", "owner")
        for cases in batched(rows.iterator(chunk_size=_MANY), 10 * _MANY, strict=False):
            self._histories_of([CaseKey(*case) for case in cases])

    @transaction.atomic
    @cached_keys()
    def _more(self, numbers: tuple[int, ...]) -> None:
        """People and cases with what lists and figures need of them."""
        people = self._people(numbers)
        first = next_key(Case)
        cases, reach, grants = [], [], []
        case_numbers = reserve_case_numbers(now().year, len(numbers))
        for turn, (person, number) in enumerate(zip(people, numbers, strict=True)):
            team = self._team_of(number)
            owner = self.random.choice(self.workers[team.pk])
            status = "open" if self.random.random() < 0.45 else "closed"
            [risk] = self.random.choices(range(5), (20, 30, 25, 18, 7))
            opened, ref = self._day(), new_reference()
            cases.append((
                first + turn, ref, case_numbers[turn], person, team.pk, owner.pk, opened, status,
                risk, self.places[number % len(self.places)], noon(opened),
            ))  # fmt: skip
            for holder in (f"user:{owner.pk}", f"team:{team.pk}", f"office:{team.office_id}"):
                grants.append((person, holder, f"case:{ref.hex}"))
                reach.append((first + turn, holder, status, risk, opened, noon(opened)))
        insert_rows(
            Case(opened_by=self.admin, channel="walk_in", next_due_on=NO_DUE_DATE),
            ("id", "ref", "number", "person_id", "team_id", "owner_id", "identified_on", "status",
             "risk", "place_id", "updated_at"), cases,
        )  # fmt: skip
        insert_rows(
            CaseAccessGrant(why="opened", next_due_on=NO_DUE_DATE),
            ("record_id", "grantee", "status", "urgency", "quiet_since", "updated_at"), reach,
        )  # fmt: skip
        insert_rows(PersonAccessGrant(), ("record_id", "grantee", "why"), grants)
        set_sequence(Case)

    def _people(self, numbers: tuple[int, ...]) -> Iterable[int]:
        """Their names and birth dates sealed, each under a key of its own."""
        first, rows = next_key(Person), []
        for part in batched(range(first, first + len(numbers)), 1_000, strict=False):
            people = [Person(ref=new_reference()) for _each in part]
            create_keys(people)
            for key, person in zip(part, people, strict=True):
                born = date(1950, 1, 1) + timedelta(days=self.random.randrange(27_500))
                names = self.random.choice(GIVEN), self.random.choice(FAMILY)
                rows.append((
                    key, person.ref, sealed(person, "given_names", names[0]),
                    sealed(person, "family_names", names[1]), sealed(person, "birth_date", born),
                    born.year, "unknown" if key % 50 == 0 else self.random.choice(SEXES),
                    self.random.choice(COUNTRIES),
                ))  # fmt: skip
        insert_rows(
            Person(birth_precision="exact"),
            ("id", "ref", "given_names", "family_names", "birth_date", "birth_year", "sex",
             "nationality"), rows,
        )  # fmt: skip
        set_sequence(Person)
        return range(first, first + len(numbers))

    def _team_of(self, number: int) -> Team:
        return self.teams[number % len(self.teams)]

    def _offices(self) -> None:
        """As many as everybody needs, not only those who are registered whole."""
        whole, self.people = self.people, self.all_people
        super()._offices()
        self.people = whole

    def _workers(self, team: Team) -> list[User]:
        """Whoever works in a team of the first office is invited; all others are rows alone."""
        if len(self.teams) <= TEAMS_INVITED:
            return super()._workers(team)
        users = User.objects.bulk_create(
            User(
                email=f"w{team.pk}.{which}@bench.example", name=f"Worker {which}",
                password=make_password(None),
            )
            for which in range(WORKERS)
        )  # fmt: skip
        Membership.objects.bulk_create(
            Membership(user=user, role="caseworker", team=team) for user in users
        )
        return users

    def _places(self) -> list[int]:
        country = Place.create(by=None, name="Bolivia", kind="country", country="BO")
        towns = []
        for region in range(REGIONS):
            code = f"BO{region:02d}"
            within = Place.create(
                by=None, name=f"Region {region}", kind="region", country="BO", within=country,
                pcode=code,
            )  # fmt: skip
            for town in range(TOWNS_OF_A_REGION):
                name, pcode = f"Town {region}.{town}", f"{code}{town:02d}"
                at = {"kind": "town", "country": "BO", "within": within, "pcode": pcode}
                towns.append(Place.create(by=None, name=name, **at).pk)
        return towns

    def _boundaries(self) -> None:
        """The regions as an office imported them: jagged, as many points as a map may have."""
        from amparo.foundation.people.boundaries.drawing import draw_map

        regions = Place.objects.filter(kind=Place.Kind.REGION).order_by("pcode")
        outlines = [
            Outline(each.pcode, each.name, ((_jagged_square(at % 5, at // 5),),))
            for at, each in enumerate(regions)
        ]
        BoundarySet.make(
            {"": draw_map(outlines)}, by=self.admin, office=Office.objects.order_by("pk")[0],
            country="BO", level=1, source="Made up", licence="CC0", dated_on=date(2026, 1, 1),
        )  # fmt: skip

    def _lines(self, office: Office) -> list[int]:
        """Two funds of two lines each."""
        lines = []
        for number in range(2):
            fund = Fund.objects.create(
                by=self.admin, code=f"B{office.pk}.{number}", name="Protection", office=office,
                currency="USD", donor=Organization.objects.get(pk=office.organization_id),
                since=office.today() - timedelta(days=DAYS + 60),
            )  # fmt: skip
            for code in ("1", "2"):
                line = BudgetLine.objects.create(
                    fund=fund, code=code, name="Services", amount=Decimal("99000000"),
                )  # fmt: skip
                lines.append(line.pk)
        return lines

    @transaction.atomic
    def _histories_of(self, cases: list[CaseKey]) -> None:
        self._services(cases)
        self._referrals(cases)
        self._follow_ups(cases)

    def _services(self, cases: list[CaseKey]) -> None:
        dice, recipients = self.random, []
        numbers = count(next_key(ServiceProvided))

        def rows() -> Iterator[tuple]:
            for turn, each in enumerate(cases):
                place, lines = self.places[turn % len(self.places)], self.lines[each.office]
                for _service in range(SERVICES_OF_A_CASE):
                    key, (day, noon) = next(numbers), dice.choice(self.days)
                    line = None if dice.randrange(100) < WITHOUT_LINE else dice.choice(lines)
                    other = cases[turn - 1].person if dice.randrange(100) < ACCOMPANIED else None
                    recipients.append((new_reference(), key, each.person))
                    if other and other != each.person:
                        recipients.append((new_reference(), key, other))
                    yield (
                        key, new_reference(), each.case, each.owner, dice.choice(TYPES), day,
                        line, place, noon,
                    )  # fmt: skip

        names = (
            "id", "ref", "case_id", "by_id", "service_type", "given_on", "budget_line_id",
            "place_id", "at",
        )  # fmt: skip
        insert_rows(ServiceProvided(currency="USD", value=Decimal(20)), names, rows())
        insert_rows(ServiceRecipient(), ("ref", "service_id", "person_id"), recipients)
        set_sequence(ServiceProvided)

    def _referrals(self, cases: list[CaseKey]) -> None:
        organization = Organization.objects.order_by("pk").values_list("pk", flat=True)[0]
        example = Referral(
            organization_id=organization,
            urgency=Referral.Urgency.STANDARD,
            status=ReferralStatus.SENT,
            answer_due=now(),
        )
        rows = (
            (new_reference(), each.case, each.owner, self.random.choice(TYPES), noon(self._day()))
            for each in cases
            if each.owner
        )
        insert_rows(example, ("ref", "case_id", "by_id", "service_type", "at"), rows)

    def _follow_ups(self, cases: list[CaseKey]) -> None:
        names = ("ref", "case_id", "by_id", "due_on", "made_at", "done_at", "done_by_id")
        insert_rows(Task(what=Task.What.FOLLOW_UP), names, map(self._follow_up, cases))

    def _follow_up(self, each: CaseKey) -> tuple:
        day = self._day()
        done = noon(day + timedelta(days=self.random.randrange(-5, 10)))
        made = noon(day - timedelta(days=30))
        return new_reference(), each.case, each.owner, day, made, done, each.owner

    def _day(self) -> date:
        return self.random.choice(self.days)[0]


def sealed(record: Record, name: str, value: Any) -> bytes:
    """Returns a personal value as it is stored, under the key of whom the record is about."""
    field = cast(PersonalField, type(record)._meta.get_field(name))
    return bytes(encrypt_value(value, kind=field.kind, record=record, field=field.crypto_name))


def _jagged_square(column: int, row: int) -> Ring:
    """One of a grid, whose edges are those of its neighbours too."""
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
    edges = zip(corners, (*corners[1:], corners[0]), strict=True)
    ring = [point for edge in edges for point in _jagged_edge(*edge)]
    return tuple((-68 + x, -20 + y) for x, y in (*ring, ring[0]))


def _jagged_edge(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[float, float]]:
    """Points from the start to before the end; the same the other way round."""
    first, last = sorted((start, end))
    dice = random.Random(f"{first} {last}")
    (x, y), across, down = first, last[0] - first[0], last[1] - first[1]
    points: list[tuple[float, float]] = [first]
    for at in range(1, EDGE):
        aside, above = dice.uniform(-0.06, 0.06), dice.uniform(-0.06, 0.06)
        points.append((x + across * at / EDGE + aside, y + down * at / EDGE + above))
    points.append(last)
    return points[:-1] if first == start else points[:0:-1]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), now().tzinfo)

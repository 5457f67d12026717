"""A made-up country of any size: offices, teams, workers, people, cases and their returns.

Returns are written in bulk in every phase, each value encrypted under the key of its case: checks,
decisions, legs, bookings, arrivals. `programme_data.py` adds the records of other programmes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.values import cached_keys, load_keys
from amparo.foundation.core.models import Office, Organization, Team, User
from amparo.foundation.people.models import RegisterBasis
from amparo.pillars.assistance.cases.models import Case, Note, Task
from amparo.pillars.assistance.intake.bulk_create import NewRecord, create_records
from amparo.pillars.assistance.pathways.models import Check, CheckOverride, CheckResult
from amparo.pillars.assistance.planning.models import CasePlan, FollowUp
from amparo.pillars.assistance.returns import rules
from amparo.pillars.assistance.returns.models import (
    Booking,
    Counselling,
    JourneyMilestone,
    Leg,
    ReturnDecision,
    ReturnJourney,
    TravelDocument,
    Traveller,
)
from amparo.pillars.assistance.services.models import ServiceProvided

from .programme_data import ProgrammeData

GIVEN = (
    "Ana", "María", "José", "Luis", "Rosa", "Juan", "Carmen", "Carlos",
    "Lucía", "Pedro", "Elena", "Miguel", "Fatima", "Mohamed", "Amina", "Ahmed",
    "Aisha", "Ibrahim", "Mariam", "Omar", "Awa", "Moussa", "Fatou", "Abdou",
    "Grace", "Samuel", "Blessing", "Emmanuel", "Marie", "Jean", "Nadège", "Wilner",
    "Selam", "Abebe", "Hana", "Tesfaye", "Noor", "Yusuf", "Layla", "Hassan",
)  # fmt: skip
FAMILY = (
    "Quispe", "Mamani", "Flores", "Rojas", "Gutiérrez", "Condori", "Pérez", "Rodríguez",
    "González", "Martínez", "Hernández", "Diallo", "Traoré", "Diop", "Ndiaye", "Okoro",
    "Adeyemi", "Mensah", "Pierre", "Joseph", "Louis", "Charles", "Haddad", "Khalil",
    "Mansour", "Rahimi", "Ahmadi", "Tesfay", "Gebre", "Bekele", "Hussein", "Abdi",
    "Warsame", "Islam", "Begum", "Chowdhury",
)  # fmt: skip
COUNTRIES = ("BO", "VE", "CO", "HT", "NG", "SN", "SD", "SY", "AF", "ET", "ER", "BD")
AT_ONCE = 2000
WORKERS = 30  # of a team
WITH_HISTORY = 60


class Country:
    """The world of one benchmark: where its teams are, and whose pages are measured."""

    def __init__(self, people: int, seed: int = 7):
        self.people = people
        self.random = random.Random(seed)
        self.admin = User.objects.invite("bench@bench.example", "Bench", by=None)
        self.teams: list[Team] = []
        self.workers: dict[int, list[User]] = {}

    def build(self) -> None:
        self._offices()
        basis = RegisterBasis.objects.create(
            title="Bench",
            basis="agreement",
            purposes=["case_management"],
            signed_on=date(2026, 1, 1),
            by=self.admin,
        )
        for start in range(0, self.people, AT_ONCE):
            team = self.teams[(start // AT_ONCE) % len(self.teams)]
            count = min(AT_ONCE, self.people - start)
            files = [self._file(start + each, team) for each in range(count)]
            create_records(files, by=self.admin, team=team, basis=basis)
        self._histories()

    def _offices(self) -> None:
        organization = Organization.objects.create(name="Bench")
        # As many workers as make caseloads of about 60 files, open and closed, at any size.
        for number in range(max(1, self.people // (AT_ONCE * 6))):
            office = Office.objects.create(
                organization=organization,
                name=f"Office {number}",
                country="BO",
                time_zone="America/La_Paz",
                hourly_read_limit=30_000,  # the bench reads in bulk
            )
            for each in range(6):
                team = Team.objects.create(office=office, name=f"Team {number}.{each}")
                self.teams.append(team)
                self.workers[team.pk] = self._workers(team)
            supervisor = User.objects.invite(
                f"s{office.pk}@bench.example", f"Head {number}", by=None
            )
            supervisor.add_role("supervisor", by=None, office=office)

    def _workers(self, team: Team) -> list[User]:
        return [self._worker(team, which) for which in range(WORKERS)]

    def _worker(self, team: Team, which: int) -> User:
        worker = User.objects.invite(
            f"w{team.pk}.{which}@bench.example", f"Worker {which}", by=None
        )
        worker.add_role("caseworker", by=None, team=team)
        return worker

    def _file(self, number: int, team: Team) -> NewRecord:
        chance = self.random
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(26_000))
        opened = now().date() - timedelta(days=chance.randrange(700))
        is_open = chance.random() < 0.45
        return NewRecord(
            person={
                "given_names": f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}",
                "family_names": chance.choice(FAMILY),
                "second_family_name": chance.choice(FAMILY),
                "sex": chance.choice(("female", "male")),
                "birth_date": born,
                "birth_precision": "exact",
                "nationality": chance.choice(COUNTRIES),
                "safe_contact": "Only by message" if number % 5 == 0 else "",
            },
            documents=[{"kind": "passport", "number": f"P{number:08d}", "country": "BO"}],
            contacts=[{"kind": "phone", "value": f"+591{60_000_000 + number}"}],
            case={
                "owner": chance.choice(self.workers[team.pk]),
                "identified_on": opened,
                "risk": chance.choices(range(5), (20, 30, 25, 18, 7))[0],
                "status": "open" if is_open else "closed",
                "channel": "walk_in",
                "updated_at": now() - timedelta(minutes=chance.randrange(900_000)),
            },
        )

    def _histories(self) -> None:
        """A few cases with a long story: the pages that are heaviest to show."""
        open_cases = Case.objects.filter(status="open").select_related("owner", "team__office")
        for case in open_cases.exclude(owner=None).order_by("pk")[:WITH_HISTORY]:
            self._history(case, case.owner)  # type: ignore[arg-type]

    def _history(self, case: Case, by: User) -> None:
        today = case.office.today()
        plan = CasePlan.begin(case, by=by)
        for horizon in ("immediate", "medium", "long"):
            goal = plan.set_goal(by=by, text="A safe place to live", horizon=horizon)
            for days in (7, 30, 60):
                action = goal.add_action(
                    by=by, text="Find a room", service_type="shelter.rent", right="housing",
                    due_on=today + timedelta(days=days),
                )  # fmt: skip
        for days in range(12):
            on = today - timedelta(days=days * 7)
            ServiceProvided.give(
                case, by=by, action=action, service_type="food.inkind", given_on=on, value=45
            )
            FollowUp.hold(case, by=by, on=on, mode="call", reached=True, change="same")
            Note.write(case, by=by, text="She told us that the room is quiet and warm.")
        Task.set(case, "visit", today, by=by)


# Returns.

# Of a hundred returns, how many are in which phase: in cases that go on, and in those that ended.
IN_OPEN = {
    rules.COUNSELLING: 22, rules.DECIDED: 8, rules.PREPARING: 26, rules.BOOKED: 12,
    rules.DEPARTED: 4, rules.ARRIVED: 12, rules.RECEIVED: 12, rules.CANCELLED: 4,
}  # fmt: skip
IN_ENDED = {rules.RECEIVED: 85, rules.CANCELLED: 15}
# How far each has come; what ended before it began had come to a decision.
FAR = {phase: number for number, phase in enumerate(rules.PHASES[:-1])} | {rules.CANCELLED: 1}
TRAFFICKED, ASKED = 0.03, 0.05
NOTE_TEXT = "She showed it to us, and we read it together."


class RowBatch:
    """Rows of many kinds, kept in the order in which they lean on each other."""

    def __init__(self):
        self._rows: dict[type[models.Model], list[models.Model]] = {}

    def add[Row: models.Model](self, row: Row) -> Row:
        self._rows.setdefault(type(row), []).append(row)
        return row

    def keep(self) -> None:
        for model, rows in self._rows.items():
            model._default_manager.bulk_create(rows, batch_size=1000)


@dataclass(frozen=True)
class ReturnedCase:
    """One case and its return, for what else hangs on it."""

    case: Case
    owner: User
    other: User  # of the same team, who pays what the owner asked for
    head: User
    journey: ReturnJourney
    days: int  # since the last thing that happened

    @property
    def far(self) -> int:
        return FAR[self.journey.state]

    @property
    def today(self) -> date:
        return self.case.office.today()


class HomeCountry(Country):
    """A country of returns: `people` is how many."""

    def build(self) -> None:
        super().build()
        self.heads = {
            place.office_id: user
            for user in User.objects.filter(memberships__role="supervisor")
            for place in user.memberships_held
        }
        self.ways = ProgrammeData(self)
        # One in each phase first, however few there are.
        self.turns = {True: list(IN_ENDED), False: list(IN_OPEN)}
        last = 0
        while cases := list(self._cases(last)):
            self._write(cases)
            last = cases[-1].pk

    def _file(self, number: int, team: Team) -> NewRecord:
        file = super()._file(number, team)
        if file.case is not None and self.random.random() < TRAFFICKED:
            file.case["confidentiality"] = Case.Confidentiality.TRAFFICKING
        return file

    def _cases(self, last: int) -> models.QuerySet[Case]:
        cases = Case.objects.filter(pk__gt=last).order_by("pk")
        beside = ("person", "owner", "team__office__organization")
        return cases.select_related(*beside)[:AT_ONCE]

    @transaction.atomic
    @cached_keys()
    def _write(self, cases: list[Case]) -> None:
        load_keys(cases)
        sheaf = RowBatch()
        for case in cases:
            if case.owner is not None:
                self.ways.add(sheaf, ReturnRows(self, sheaf, case, case.owner).write())
        self.ways.keep_requests(sheaf)
        sheaf.keep()


class ReturnRows:
    """One of them, row by row."""

    def __init__(self, country: HomeCountry, sheaf: RowBatch, case: Case, by: User):
        self.country, self.case, self.by, self.add = country, case, by, sheaf.add
        self.dice: random.Random = country.random
        self.phase = self._phase(case.status in Case.ENDED)
        self.far = FAR[self.phase]
        self.days = self.dice.randrange(70 if case.status not in Case.ENDED else 600)
        self.today = case.office.today()
        self.is_child = case.main_person is not None and case.main_person.is_child(self.today)

    def _phase(self, is_ended: bool) -> str:
        if turns := self.country.turns[is_ended]:
            return turns.pop(0)
        shares = IN_ENDED if is_ended else IN_OPEN
        [phase] = self.dice.choices(list(shares), list(shares.values()))
        return phase

    def write(self) -> ReturnedCase:
        self.journey = self._journey()
        self.traveller = self.add(
            Traveller(
                journey=self.journey, person=self.case.person,
                is_open=self.phase not in rules.OVER,
            )
        )  # fmt: skip
        for kind, key in self._checks():
            self._check(kind, of_them=key is not None)
        if self.dice.random() < 0.8 or self.far:
            self._counselled()
        for row in self._rows():
            self.add(row)
        team = self.country.workers[self.case.team_id]
        other = next(user for user in team if user.pk != self.by.pk)
        head = self.country.heads[self.case.team.office_id]
        return ReturnedCase(self.case, self.by, other, head, self.journey, self.days)

    def _journey(self) -> ReturnJourney:
        is_planned = self.far >= FAR[rules.PREPARING]
        to_team = self.dice.choice(self.country.teams) if self.dice.random() < 0.4 else None
        return self.add(
            ReturnJourney(
                case=self.case, by=self.by, country=self.dice.choice(("PE", "CO", "VE", "HT")),
                where="Tacna, her mother's house", to_team=to_team, state=self.phase,
                since=now() - timedelta(days=self.days),
                leaves_on=self.leaves_on if is_planned else None,
                **(self._ended() if self.phase == rules.CANCELLED else {}),
            )
        )  # fmt: skip

    def _ended(self) -> dict[str, Any]:
        return {
            "ended_at": now(), "ended_by": self.by, "end_reason": "other_way",
            "end_text": "She stays with her sister.",
        }  # fmt: skip

    @property
    def leaves_on(self) -> date:
        """Soon for those who wait; for the others, before what happened last."""
        ahead = self.dice.randrange(30) if self.far < FAR[rules.DEPARTED] else -self.days - 20
        return self.today + timedelta(days=ahead)

    def _checks(self):
        is_trafficked = self.case.confidentiality == Case.Confidentiality.TRAFFICKING
        goer = rules.TravellerFacts(1, is_child=self.is_child, is_trafficked=is_trafficked)
        stand = rules.required_checks([goer], is_received=self.journey.to_team_id is not None)
        return sorted(stand, key=str)

    def _check(self, kind: str, *, of_them: bool) -> None:
        is_met = self.far >= FAR[rules.BOOKED] or self.dice.random() < 0.15 * (1 + self.far)
        state = Check.State.MET if is_met else Check.State.SHUT
        person = self.case.person if of_them else None
        check = self.add(
            Check(case=self.case, by=self.by, way=self.journey.ref, kind=kind, person=person,
                 state=state)
        )  # fmt: skip
        if is_met:
            self.add(CheckResult(required_check=check, met=True, text=NOTE_TEXT, by=self.by))
        elif kind == rules.DOCUMENTS and self.dice.random() < ASKED:
            self.add(
                CheckOverride(required_check=check, because="The consul meets them.", by=self.by)
            )

    def _counselled(self) -> None:
        self.add(
            Counselling(
                journey=self.journey,
                held_on=self._ago(40),
                language="es",
                explained=list(rules.CHECKS),
                text="She wants to be with her mother.",
                by=self.by,
            )
        )

    def _rows(self) -> Iterator[models.Model]:
        """What happened, as far as it has come."""
        journey, by = self.journey, self.by
        if self.far >= FAR[rules.DECIDED]:
            yield ReturnDecision(
                traveller=self.traveller, goes=True, decided_on=self._ago(35), language="es",
                checks=list(rules.CHECKS), situation="can_stay", signed="thumbprint", by=by,
                by_guardian=self.is_child, assent=True if self.is_child else None,
                guardian="Rosa Quispe" if self.is_child else "",
            )  # fmt: skip
        if self.far >= FAR[rules.PREPARING]:
            yield self._leg()
            yield TravelDocument(
                traveller=self.traveller, kind="passport", status="issued", by=by,
                seen_on=self._ago(30), good_until=self._ago(-365),
            )  # fmt: skip
        if self.far >= FAR[rules.BOOKED]:
            yield Booking(journey=journey, code="XK7PQ2", by=by)
        if self.far >= FAR[rules.DEPARTED]:
            yield self._reached("departure", journey.leaves_on or self.today)
        if self.far >= FAR[rules.ARRIVED]:
            yield self._reached("arrival", self._ago(10))
        if self.far >= FAR[rules.RECEIVED]:
            yield self._reached("reception", self._ago(0), "A bed.")

    def _reached(self, kind: str, day: date, text: str = "") -> JourneyMilestone:
        return JourneyMilestone(journey=self.journey, kind=kind, day=day, text=text, by=self.by)

    def _leg(self) -> Leg:
        day = self.journey.leaves_on or self.today
        leaves = datetime.combine(day, time(9), self.case.office.zone)
        return Leg(
            journey=self.journey, way="air", leaves_from="La Paz", goes_to="Lima",
            carrier="Aerolínea del Sur", number=f"LP {self.dice.randrange(900)}",
            leaves_at=leaves, arrives_at=leaves + timedelta(hours=3), by=self.by,
        )  # fmt: skip

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=self.days + days)

"""A made-up country of any size: offices, teams, workers, people and cases with all their rows."""

import random
from datetime import date, timedelta

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, Team, User
from amparo.foundation.people.models import SharedBasis
from amparo.pillars.assistance.bulk import NewFile, bring_in
from amparo.pillars.assistance.models import Case, FollowUp, Note, Plan, ServiceGiven, Task

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
LANDS = ("BO", "VE", "CO", "HT", "NG", "SN", "SD", "SY", "AF", "ET", "ER", "BD")
AT_ONCE = 2000
WITH_HISTORY = 60


class Country:
    """The world of one benchmark: where its teams are, and whose pages are measured."""

    def __init__(self, people: int, seed: int = 7):
        self.people = people
        self.random = random.Random(seed)  # noqa: S311 - made-up people, no secret
        self.admin = User.objects.invite("bench@bench.example", "Bench", by=None)
        self.teams: list[Team] = []
        self.workers: dict[int, list[User]] = {}

    def build(self) -> None:
        self._offices()
        basis = SharedBasis.objects.create(
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
            bring_in(files, by=self.admin, team=team, basis=basis)
        self._histories()

    def _offices(self) -> None:
        house = Organization.objects.create(name="Bench")
        # As many workers as make caseloads of about 60 files, open and closed, at any size.
        for number in range(max(1, self.people // (AT_ONCE * 6))):
            office = Office.objects.create(
                organization=house,
                name=f"Office {number}",
                country="BO",
                time_zone="America/La_Paz",
                files_an_hour=30_000,  # the bench reads in bulk
            )
            for each in range(6):
                team = Team.objects.create(office=office, name=f"Team {number}.{each}")
                self.teams.append(team)
                self.workers[team.pk] = [self._worker(team, which) for which in range(30)]
            supervisor = User.objects.invite(
                f"s{office.pk}@bench.example", f"Head {number}", by=None
            )
            supervisor.join("supervisor", by=None, office=office)

    def _worker(self, team: Team, which: int) -> User:
        worker = User.objects.invite(
            f"w{team.pk}.{which}@bench.example", f"Worker {which}", by=None
        )
        worker.join("caseworker", by=None, team=team)
        return worker

    def _file(self, number: int, team: Team) -> NewFile:
        chance = self.random
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(26_000))
        opened = now().date() - timedelta(days=chance.randrange(700))
        is_open = chance.random() < 0.45
        return NewFile(
            person={
                "given_names": f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}",
                "family_names": chance.choice(FAMILY),
                "second_family_name": chance.choice(FAMILY),
                "sex": chance.choice(("female", "male")),
                "birth_date": born,
                "birth_precision": "exact",
                "nationality": chance.choice(LANDS),
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
        plan = Plan.begin(case, by=by)
        for horizon in ("immediate", "medium", "long"):
            goal = plan.set_goal(by=by, words="A safe place to live", horizon=horizon)
            for days in (7, 30, 60):
                action = goal.add_action(
                    by=by, words="Find a room", service_type="shelter.rent", right="housing",
                    due_on=today + timedelta(days=days),
                )  # fmt: skip
        for days in range(12):
            on = today - timedelta(days=days * 7)
            ServiceGiven.give(
                case, by=by, action=action, service_type="food.inkind", given_on=on, value=45
            )
            FollowUp.hold(case, by=by, on=on, mode="call", reached=True, change="same")
            Note.write(case, by=by, words="She told us that the room is quiet and warm.")
        Task.set(case, "visit", today, by=by)

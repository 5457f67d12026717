"""One made-up life as a case tells it: met, listened to, planned with, accompanied, let go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from amparo.foundation.core.models import Team, User
from amparo.foundation.people.models import ConsentGiven, Person
from amparo.pillars.assistance.cases.models import Case, SafetyAlert, Task
from amparo.pillars.assistance.planning.models import Action, CasePlan
from amparo_demo.persons import PersonGenerator, PersonProfile, agreement
from amparo_demo.world import Story, World

from .generated_intake import assessed, identified, screened
from .generated_outcome import end
from .generated_services import followed, helped, planned
from .texts import case_texts, phrases, situations

STEPS = (identified, screened, assessed, planned, helped, followed)
# How far each state has come; what comes after it has not happened yet.
STATES = {
    "identified": 1, "screened": 2, "assessed": 3, "waiting": 4, "in_service": 5, "followup": 6,
    "closing": 6, "closed": 6, "lost": 6, "reopened": 6,
}  # fmt: skip


@dataclass(frozen=True)
class CaseOutline:
    """What is settled before a life is told: whose case, about what, how far, what is due."""

    number: int
    owner: str
    boss: str
    team: str
    where: str
    language: str
    land: str
    situation: str
    state: str
    band: str
    ago: int  # days since they were met
    due: int  # days until the next thing is due; negative when it is overdue
    extra: str = ""  # alert, answered, overrule, reviewed, conference


class GeneratedCase:
    """Tells one sheet, deed by deed, with dice of its own."""

    def __init__(self, world: World, outline: CaseOutline, generator: PersonGenerator):
        self.world, self.outline = world, outline
        self.chance = world.dice("life", outline.number)
        self.situation = situations()[outline.situation]
        self.texts = case_texts(outline.language)[outline.situation]
        self.phrases = phrases(outline.language)
        self.by: User = world.users[outline.owner]
        self.boss: User = world.users[outline.boss]
        self.profile = self._profile(generator)
        self.children = self._children(generator)
        self.partner = self._partner(generator)
        self.last = min(outline.due - self.chance.randint(3, 8), -self.chance.randint(1, 5))
        self.moment = self._first_moment()
        self.person: Person
        self.case: Case
        self.plan: CasePlan
        self.actions: list[Action]

    def tell(self) -> Story:
        for step in STEPS[: STATES[self.outline.state]]:
            yield from step(self)
        yield from end(self)

    # Who they are.

    def _profile(self, generator: PersonGenerator) -> PersonProfile:
        situation, said = self.situation, self.texts
        profile = generator.somebody(
            self.outline.land, sex=said.sex or situation.sex, ages=said.ages or situation.ages,
            here=self.team.office.country,
        )  # fmt: skip
        return profile.speaking(self.outline.language)

    def _children(self, generator: PersonGenerator) -> list[PersonProfile]:
        if self.situation.confidentiality != "ordinary":
            return []
        most = self.situation.children or (1 if self.chance.random() < 0.05 else 0)
        ages = self.situation.child_ages
        return [
            generator.child_of(self.profile, ages=ages)
            for _ in range(most and self.chance.randint(1, most))
        ]

    def _partner(self, generator: PersonGenerator) -> PersonProfile | None:
        if self.situation.separation:
            if self.chance.random() < 0.5:
                return None  # nobody is registered before their own people want it
            return generator.somebody(self.outline.land, ages=(18, 50))
        is_couple = bool(self.children) and not self.situation.children
        return generator.partner_of(self.profile) if is_couple else None

    @property
    def team(self) -> Team:
        return self.world.teams[self.outline.team]

    # When things happen.

    def _first_moment(self) -> datetime:
        hour = f"{self.chance.randint(8, 16):02d}:{self.chance.choice((0, 10, 25, 40)):02d}"
        return self.world.at(_weekday(self.world, -self.outline.ago), hour)

    def later(self, least: int, most: int) -> datetime:
        """Some days on, on a working day, and never after what is the last day of this story."""
        days = (self.moment.date() - self.world.today).days + self.chance.randint(least, most)
        day = _weekday(self.world, min(days, self.last))
        hour = f"{self.chance.randint(8, 17):02d}:{self.chance.choice((5, 15, 30, 50)):02d}"
        soon = self.moment + timedelta(minutes=self.chance.randint(12, 45))
        self.moment = max(self.world.at(day, hour), soon)
        return self.moment

    def lately(self) -> datetime:
        """On the last day of this story: what waits for an answer has not waited for months."""
        return self.later(self.outline.ago, self.outline.ago)

    @property
    def days_left(self) -> int:
        return (self.world.day(self.last) - self.moment.date()).days

    # What each chapter needs.

    def consent(self) -> ConsentGiven:
        partners = ("Cruz del Sur", "Casa Alba")
        shares = [
            self.world.organizations[name] for name in partners if self.chance.random() < 0.6
        ]
        is_child = self.situation.code == "alone"
        return agreement(
            self.outline.language, until=self.world.day(365 - self.outline.ago), shares=shares,
            method=self.chance.choice(("verbal", "verbal", "signed", "thumbprint")),
            guardian="Defensoría de la Niñez" if is_child else "",
            assent=True if is_child else None, authorities=self.chance.random() < 0.3,
        )  # fmt: skip

    def put_into_calendar(self, days: int) -> None:
        """A visit, a call or a meeting at a time of day."""
        hour = f"{self.chance.randint(8, 16):02d}:{self.chance.choice((0, 15, 30, 45)):02d}"
        moment = self.world.at(days, hour)
        Task.set(
            self.case, self.chance.choice(("visit", "call", "meeting")), moment.date(),
            by=self.by, due_at=moment,
            text=self.chance.choice(self.phrases.tasks),
            where=self.chance.choice(self.phrases.where),
        )  # fmt: skip

    def sound(self) -> SafetyAlert:
        return SafetyAlert.sound(
            self.case, by=self.by, kind=self.chance.choice(("threat", "found")),
            text=self.chance.choice(self.phrases.alerts), do_not_contact=True,
        )  # fmt: skip


def _weekday(world: World, days: int) -> int:
    """The same day, or the Friday before where it falls on a weekend."""
    return days - max(0, world.day(days).weekday() - 4)

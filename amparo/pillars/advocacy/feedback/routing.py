"""Who receives a complaint: those who manage complaints there, and never those it is about.

Pure Python: no database, no clock. Feedback about ourselves fails where it lands on the desk of
whoever it is about, or of those who depend on them, or of those who answer for them. So it goes
up: the office, the one above it, and at last whoever has permission anywhere in the organization.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Position:
    """One role that somebody holds: in a team of an office, or over the office."""

    user: int
    office: int
    team: int | None = None
    # Answers for others there, or keeps their accounts: who works there depends on them.
    leads: bool = False

    @property
    def leads_office(self) -> bool:
        return self.leads and self.team is None


@dataclass(frozen=True)
class OrganizationChart:
    """One organization: which office is above which, who works where, who receives what."""

    above: Mapping[int, int | None]
    positions: tuple[Position, ...]
    # In which office each team works.
    teams: Mapping[int, int] = field(default_factory=dict)
    # For each office, those who manage the ordinary complaints there.
    keepers: Mapping[int, frozenset[int]] = field(default_factory=dict)
    # For each office, those with permission for sensitive complaints.
    restricted: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def offices_above(self, office: int) -> list[int]:
        """The office and those above it, nearest first; a ring of offices ends."""
        found: list[int] = []
        here: int | None = office
        while here is not None and here not in found:
            found.append(here)
            here = self.above.get(here)
        return found

    def offices_below(self, office: int) -> frozenset[int]:
        """The office and all that are below it."""
        below = (each for each in self.above if office in self.offices_above(each))
        return frozenset(below) | {office}

    def staff_of(self, offices: Iterable[int]) -> frozenset[int]:
        there = frozenset(offices)
        return frozenset(position.user for position in self.positions if position.office in there)


@dataclass(frozen=True)
class ComplaintSubjects:
    """Whom a complaint is about, as far as it is known."""

    users: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()

    @property
    def is_known(self) -> bool:
        return bool(self.users or self.teams or self.offices)


def find_recipients(
    chart: OrganizationChart, office: int, about: ComplaintSubjects, *, is_sensitive: bool
) -> frozenset[int]:
    """Those who receive it: on the first level on which somebody is left."""
    never = excluded_users(chart, about, is_sensitive=is_sensitive)
    # Until it is known whom it is about, it may be anybody of that office.
    unsure = is_sensitive and not about.is_known
    if unsure and (found := _find_first(chart, office, never | chart.staff_of([office]), True)):
        return found
    return _find_first(chart, office, never, is_sensitive)


def _find_first(
    chart: OrganizationChart, office: int, never: frozenset[int], is_sensitive: bool
) -> frozenset[int]:
    by_office = chart.restricted if is_sensitive else chart.keepers
    levels = [by_office.get(each, frozenset()) for each in chart.offices_above(office)]
    levels.append(frozenset().union(*chart.restricted.values()))
    return next((left for level in levels if (left := level - never)), frozenset())


def excluded_users(
    chart: OrganizationChart, about: ComplaintSubjects, *, is_sensitive: bool
) -> frozenset[int]:
    """Those who never receive it, whatever they may read: the accused and who depends on them.

    Where it is sensitive, who answers for the accused is among them too: they have something to
    lose. Whoever leads an office takes all who work there with them, and those of offices below.
    """
    positions = [position for position in chart.positions if position.user in about.users]
    teams = about.teams | {position.team for position in positions if position.team is not None}
    led = {position.office for position in positions if position.leads_office}
    # Over an office without leading it: their peers are those who are over it too.
    beside = {position.office for position in positions if position.team is None}
    over = {chart.teams[team] for team in teams if team in chart.teams} if is_sensitive else set()
    entire = frozenset().union(*(chart.offices_below(office) for office in about.offices | led))
    return about.users | {
        position.user
        for position in chart.positions
        if (position.team is not None and position.team in teams)
        or position.office in entire
        or (position.team is None and position.office in beside)
        or (position.leads_office and position.office in over | beside)
    }

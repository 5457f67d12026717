"""Who receives a complaint: those who keep complaints there, and never those it is about.

Pure Python: no database, no clock. Feedback about ourselves fails where it lands on the desk of
whoever it is about, or of those who depend on them, or of those who answer for them. So we climb:
the office, the one above it, and at last whoever has leave anywhere in the organization.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Post:
    """One role that somebody holds: in a team of an office, or over the office."""

    user: int
    office: int
    team: int | None = None
    # Answers for others there, or keeps their accounts: who works there depends on them.
    leads: bool = False

    @property
    def tops(self) -> bool:
        return self.leads and self.team is None


@dataclass(frozen=True)
class House:
    """One organization: which office stands above which, who works where, who keeps what."""

    above: Mapping[int, int | None]
    posts: tuple[Post, ...]
    # In which office each team works.
    teams: Mapping[int, int] = field(default_factory=dict)
    # For each office, those who keep the ordinary complaints there.
    keepers: Mapping[int, frozenset[int]] = field(default_factory=dict)
    # For each office, those with leave for what is kept to the closed circle.
    trusted: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def chain(self, office: int) -> list[int]:
        """The office and those above it, nearest first; a ring of offices ends."""
        found: list[int] = []
        here: int | None = office
        while here is not None and here not in found:
            found.append(here)
            here = self.above.get(here)
        return found

    def below(self, office: int) -> frozenset[int]:
        """The office and all that stand below it."""
        return frozenset(each for each in self.above if office in self.chain(each)) | {office}

    def working_in(self, offices: Iterable[int]) -> frozenset[int]:
        there = frozenset(offices)
        return frozenset(post.user for post in self.posts if post.office in there)


@dataclass(frozen=True)
class About:
    """Whom a complaint is about, as far as it is known."""

    users: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()

    @property
    def is_known(self) -> bool:
        return bool(self.users or self.teams or self.offices)


def receivers(house: House, office: int, about: About, *, is_sensitive: bool) -> frozenset[int]:
    """Those it reaches: on the first step of the ladder on which somebody is left."""
    never = barred(house, about, is_sensitive=is_sensitive)
    # Until it is known whom it is about, it may be anybody of that office.
    unsure = is_sensitive and not about.is_known
    if unsure and (found := _first(house, office, never | house.working_in([office]), True)):
        return found
    return _first(house, office, never, is_sensitive)


def _first(house: House, office: int, never: frozenset[int], is_sensitive: bool) -> frozenset[int]:
    kept_by = house.trusted if is_sensitive else house.keepers
    ladder = [kept_by.get(each, frozenset()) for each in house.chain(office)]
    ladder.append(frozenset().union(*house.trusted.values()))
    return next((left for step in ladder if (left := step - never)), frozenset())


def barred(house: House, about: About, *, is_sensitive: bool) -> frozenset[int]:
    """Those who never receive it, whatever leave they have: the accused and who stands with them.

    Where it is sensitive, who answers for the accused is among them too: they have something to
    lose. Whoever leads an office takes all who work there with them, and those of offices below.
    """
    posts = [post for post in house.posts if post.user in about.users]
    teams = about.teams | {post.team for post in posts if post.team is not None}
    closed = set(about.offices) | {post.office for post in posts if post.tops}
    # Over an office without leading it: their peers are those who are over it too.
    beside = {post.office for post in posts if post.team is None}
    over = {house.teams[team] for team in teams if team in house.teams} if is_sensitive else set()
    whole = frozenset().union(*(house.below(office) for office in closed))
    return about.users | {
        post.user
        for post in house.posts
        if (post.team is not None and post.team in teams)
        or post.office in whole
        or (post.team is None and post.office in beside)
        or (post.tops and post.office in over | beside)
    }

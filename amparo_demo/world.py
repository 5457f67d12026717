"""The made-up world of the demo: many stories, told in the order in which they happened.

Each part of `amparo_demo.parts` begins its stories. A story is a generator: it yields the moment
of its next event, and does it when that moment has come.
"""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from amparo.foundation.core import clock
from amparo.foundation.core.accounts.demo_accounts import DEMO_HOST
from amparo.foundation.core.models import Office, Organization, Team, User

ZONE = ZoneInfo("America/La_Paz")

type Story = Iterator[datetime]


@dataclass
class World:
    """The moment it is told at, its dice, who works in it, and the stories that go on."""

    seed: int = 2026
    now: datetime = field(default_factory=clock.now)
    password: str = ""
    # Fewer of the stories that are told by dice: quick to fill, and too few to be a real office.
    is_short: bool = False
    organizations: dict[str, Organization] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    _next: list[tuple[datetime, int, Story]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def dice(self, *about: object) -> random.Random:
        """Dice of its own for each part: a new story does not change the others."""
        return random.Random(":".join(map(str, (self.seed, *about))))  # noqa: S311 - no secret

    def at(self, days: int, hour: str = "09:00") -> datetime:
        """A moment so many days after today, before it when negative, on the office's clock."""
        day = self.today + timedelta(days=days)
        return datetime.combine(day, time.fromisoformat(hour), ZONE)

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def born(self, age: int) -> date:
        """When somebody of that age was born."""
        return self.day(-366 * age - 17)

    def tell(self, story: Story) -> None:
        """Begin a story: it goes on when the world is played."""
        self._wait_for(story, next(story, None))

    def play(self) -> None:
        """Let everything happen, each deed at its moment, until all stories have been told.

        What belongs to a later hour of today happens now: nothing has happened in the future.
        """
        while self._next:
            moment, _, story = heapq.heappop(self._next)
            with clock.at(min(moment, self.now)):
                following = next(story, None)
            self._wait_for(story, following)

    def _wait_for(self, story: Story, moment: datetime | None) -> None:
        if moment is not None:
            heapq.heappush(self._next, (moment, next(self._order), story))


def is_begun() -> bool:
    return User.objects.filter(email__endswith=DEMO_HOST).exists()

"""What follow-ups add up to: how many apply what they learned, of those who answered.

Pure Python. Only answers count: who does not answer is shown, and never taken for a no. Below five
answers there is no figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from amparo.foundation.core.proportions import wilson_interval

FEWEST = 5


@dataclass(frozen=True)
class Asked:
    """One who was asked: whether they apply it, None where no answer came; and whether it came
    after the day that was named.
    """

    applies: bool | None = None
    is_late: bool = False


@dataclass(frozen=True)
class Level3:
    """Of a month: how many were asked and answered, and the share of answers that apply it."""

    asked: int
    answered: int
    late: int
    applying: int

    @property
    def unanswered(self) -> int:
        return self.asked - self.answered

    @property
    def is_shown(self) -> bool:
        return self.answered >= FEWEST

    @property
    def response(self) -> float | None:
        """Which percent of those asked answered; None where nobody was asked."""
        return 100 * self.answered / self.asked if self.asked else None

    @property
    def share(self) -> float | None:
        return 100 * self.applying / self.answered if self.is_shown else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of the share, in percent; None where it is not shown."""
        if not self.is_shown:
            return None
        low, high = wilson_interval(self.applying, self.answered)
        return 100 * low, 100 * high

    @property
    def is_selective(self) -> bool:
        """Whether fewer than half of those asked answered: they need not be like the others."""
        return self.answered * 2 < self.asked


def level_3(asked: Iterable[Asked]) -> Level3:
    rows = list(asked)
    return Level3(
        asked=len(rows),
        answered=sum(each.applies is not None for each in rows),
        late=sum(each.is_late for each in rows),
        applying=sum(each.applies is True for each in rows),
    )


@dataclass(frozen=True)
class Counted:
    """How many of those who answered chose something."""

    code: str
    count: int


def counted(
    codes: Iterable[str], among: Sequence[str], answered: int, fewest: int = FEWEST
) -> list[Counted]:
    """Returns the choices of `among` that at least five people made, the most frequent first. That
    one is named would say that somebody made it: the others are left out.
    """
    if answered < fewest:
        return []
    found = list(codes)
    counts = {code: found.count(code) for code in among}
    ranked = sorted(among, key=lambda code: -counts[code])
    return [Counted(code, counts[code]) for code in ranked if counts[code] >= fewest]


@dataclass(frozen=True)
class Scale:
    """What a group thinks of something, from 1 to 5: the mean, and how many of them say 4 or 5."""

    mean: float
    agreeing: int
    n: int


def scale_of(values: Sequence[int], fewest: int = FEWEST) -> Scale | None:
    """Returns it, or None below five answers."""
    if len(values) < fewest:
        return None
    mean = sum(values) / len(values)
    return Scale(mean, sum(value >= 4 for value in values), len(values))

"""Who does what, where, for whom (5W), in one month: the rows that the page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from amparo.foundation.core.models import Organization, User
from amparo.ui import formats

from .activity_funding import SOURCES, FundingCodes, Source
from .cross_table_pages import Links
from .cross_tables import ACTIVITIES
from .engine import Period
from .figures import ACTIVITY, Cell, Figures
from .hxl import REACHED
from .labels import labels_for

# So many rows are shown; the file has all of them.
MOST_ROWS = 200


@dataclass(frozen=True)
class ActivityRow:
    """One provider, service and area, with the persons reached: all, and by age group and sex."""

    provider: str
    service: str
    area: str
    reached: int
    parts: list[int]
    # Of whom age group or sex is not known, or another sex is recorded.
    others: int
    # Codes of the projects and funds that paid, as far as the reader may see them.
    funding: str
    url: str


class ActivityTable:
    """The rows of a month, most persons first; `chosen` narrows by provider, service or area1."""

    def __init__(
        self, figures: Figures, month: date, own_name: str, chosen: Mapping[str, str],
        link: Links, user: User,
    ):  # fmt: skip
        self.figures, self.month, self.own_name = figures, month, own_name
        self.chosen, self.link, self.user = chosen, link, user

    @cached_property
    def _cells(self) -> list[Cell]:
        return self.figures.cells(Period.MONTH, self.month, ACTIVITY)

    def values_of(self, name: str) -> list[str]:
        """The values that a filter offers, sorted."""
        at = ACTIVITY.index(name)
        return sorted({each.values[at] for each in self._cells})

    @cached_property
    def _found(self) -> list[Cell]:
        wanted = [(ACTIVITY.index(name), value) for name, value in self.chosen.items()]
        found = [
            each for each in self._cells if all(each.values[at] == value for at, value in wanted)
        ]
        return sorted(found, key=lambda each: (-(each.people or 0), each.values))

    @property
    def count(self) -> int:
        return len(self._found)

    @property
    def is_cut(self) -> bool:
        return self.count > MOST_ROWS

    @cached_property
    def _parts(self) -> dict[tuple[str, ...], dict[tuple[str, str], int]]:
        """Of each provider, service and area, the persons by age group and sex."""
        at = {name: ACTIVITIES.index(name) for name in ACTIVITIES}
        found: dict[tuple[str, ...], dict[tuple[str, str], int]] = {}
        for each in self.figures.cells(Period.MONTH, self.month, ACTIVITIES):
            key = tuple(each.values[at[name]] for name in ACTIVITY)
            whom = (each.values[at["age_group"]], each.values[at["sex"]])
            found.setdefault(key, {})[whom] = each.people or 0
        return found

    @cached_property
    def _funding(self) -> dict[tuple[str, ...], list[Source]]:
        """Of each provider, service and area, what paid for it."""
        found: dict[tuple[str, ...], list[Source]] = {}
        for name in SOURCES:
            cut = sorted((*ACTIVITY, name))
            for each in self.figures.cells(Period.MONTH, self.month, cut):
                of = dict(zip(cut, each.values, strict=True))
                found.setdefault(tuple(of[at] for at in ACTIVITY), []).append((name, of[name]))
        return found

    @cached_property
    def codes(self) -> FundingCodes:
        """False where nothing was paid by what the reader may see: there is no column then."""
        return FundingCodes(self.user, (each for of in self._funding.values() for each in of))

    @cached_property
    def rows(self) -> list[ActivityRow]:
        shown = self._found[:MOST_ROWS]
        label = {
            name: labels_for("services", name, [each.values[at] for each in shown])
            for at, name in enumerate(ACTIVITY)
        }
        providers = names_of_providers([each.values[ACTIVITY.index("provider")] for each in shown])
        rows = []
        for each in shown:
            of = dict(zip(ACTIVITY, each.values, strict=True))
            parts = self._parts.get(each.values, {})
            known = [parts.get(whom, 0) for whom in REACHED]
            rows.append(
                ActivityRow(
                    providers.get(of["provider"], self.own_name),
                    label["service"](of["service"]),
                    label["area1"](of["area1"]),
                    each.people or 0,
                    known,
                    sum(parts.values()) - sum(known),
                    formats.join_list(self.codes.of(self._funding.get(each.values, ()))),
                    self.link(*of.items()),
                )
            )
        return rows


def names_of_providers(values: list[str]) -> dict[str, str]:
    """What each organization is called, by its key as text; one query."""
    keys = {int(value) for value in values if value.isdecimal()}
    if not keys:
        return {}
    found = Organization.objects.filter(pk__in=keys).values_list("pk", "name")
    return {str(pk): name for pk, name in found}

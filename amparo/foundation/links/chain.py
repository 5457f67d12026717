"""The chain: on which patterns of unmet needs a record rests, what it is linked with, who owes the
right concerned, and whether such needs still arise afterwards.

A later figure is said to come after, never because.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.records import Record
from amparo.foundation.directory.duty_bearers import bearers_by_right
from amparo.ui import formats
from amparo.ui.charts import Lines, Series

from .extension_points import LinkedRecord, link_kinds
from .models import Link, Pattern, PatternFigure

# Who owes a right at a place (`bearers_by_right`).
type Bearers = Mapping[tuple[str, int], Sequence[Organization]]
# The other ends of links, by kind and ref.
type Ends = dict[str, dict[UUID, Link]]

PATTERN = "pattern"
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class PatternLine:
    """A pattern with its figures, the first month first, and the institutions that owe its right
    there. `figures` holds only months in which there is one.
    """

    pattern: Pattern
    figures: dict[date, int] = field(default_factory=dict)
    bearers: Sequence[Organization] = ()

    @property
    def title(self) -> str:
        """What is needed, and where."""
        words = {"service": self.pattern.service_label, "place": self.pattern.place.name}
        return _("%(service)s, %(place)s") % words

    @property
    def latest(self) -> tuple[date, int] | None:
        return max(self.figures.items(), default=None)

    @property
    def cases(self) -> int | None:
        """The latest figure; None where there is none that may be shown."""
        return self.latest[1] if self.latest else None

    @property
    def figure_text(self) -> str:
        """The latest figure with its month, or that there is none to show."""
        if self.latest is None:
            return _("Fewer than 5 cases, or counted in a wider pattern")
        month, count = self.latest
        words = {"count": formats.number(count), "month": formats.month(month)}
        return _("%(count)s cases in %(month)s") % words

    def outcome_since(self, day: date) -> "Outcome":
        """What the figures were before this day, and what they are after it."""
        month = day.replace(day=1)
        before = [count for at, count in sorted(self.figures.items()) if at < month]
        after = [(at, count) for at, count in sorted(self.figures.items()) if at >= month]
        return Outcome(self, day, before[-1] if before else None, after)

    @property
    def chart(self) -> Lines | None:
        """The figures month by month; None where fewer than two are known."""
        if len(self.figures) < 2:
            return None
        months = _months(max(self.figures), MONTHS_SHOWN)
        first = min(self.figures)
        shown = [each for each in months if each >= first]
        return Lines(
            name=f"pattern-{self.pattern.pk}",
            title=pgettext("pattern of unmet needs", "Cases month by month"),
            points=tuple(formats.month(each) for each in shown),
            point_name=pgettext("chart", "Month"),
            series=(Series(self.title, tuple(self.figures.get(each) for each in shown)),),
        )


@dataclass(frozen=True)
class Outcome:
    """Whether such needs still arise after a day."""

    line: PatternLine
    day: date
    before: int | None
    after: list[tuple[date, int]]

    @property
    def text(self) -> str:
        """What came after, beside what was before; never that one caused the other."""
        if not self.after:
            return _("No figure since %(day)s that may be shown.") % {
                "day": formats.with_year(self.day)
            }
        month, count = self.after[-1]
        words = {
            "count": formats.number(count), "month": formats.month(month),
            "before": formats.number(self.before or 0), "day": formats.with_year(self.day),
        }  # fmt: skip
        if self.before is None:
            return _("After %(day)s: %(count)s cases in %(month)s.") % words
        return (
            _("After %(day)s: %(count)s cases in %(month)s; before it: %(before)s in a month.")
            % words
        )


@dataclass(frozen=True)
class LinkedGroup:
    """Records of one kind at the other end of links, with the links that lead there."""

    kind: str
    label: str | Promise
    records: list[tuple[LinkedRecord, Link]]


@dataclass
class Chain:
    """Everything that one record is linked with, as far as the reader may see it."""

    patterns: list[PatternLine] = field(default_factory=list)
    pattern_links: dict[UUID, Link] = field(default_factory=dict)
    groups: list[LinkedGroup] = field(default_factory=list)
    since: date | None = None

    @property
    def is_empty(self) -> bool:
        return not self.patterns and not self.groups

    @cached_property
    def rights(self) -> list[str]:
        """The rights of its patterns in the reader's language, each once."""
        found = (line.pattern.right_label for line in self.patterns)
        return [each for each in dict.fromkeys(found) if each]

    @cached_property
    def bearers(self) -> list[Organization]:
        found = (bearer for line in self.patterns for bearer in line.bearers)
        return list({each.pk: each for each in found}.values())

    @property
    def outcomes(self) -> list[Outcome]:
        """Of each pattern what came after the day in question; nothing where that is to come."""
        if self.since is None:
            return []
        return [line.outcome_since(self.since) for line in self.patterns]


def chain_of(kind: str, record: Record, user: User, since: date | None = None) -> Chain:
    """Returns the chain of a record of a kind. `since`: from which day on outcomes are asked."""
    return chains_of(kind, [record], user, since)[record.ref]


def chains_of(
    kind: str, records: Iterable[Record], user: User, since: date | None = None
) -> dict[UUID, Chain]:
    """Returns the chains of several records of a kind, by ref, in as many queries as of one."""
    ends: dict[UUID, Ends] = {each.ref: defaultdict(dict) for each in records}
    for link in Link.objects.at_records(kind, list(ends)).order_by("pk"):
        if link.source_kind == kind and link.source_ref in ends:
            ends[link.source_ref][link.target_kind][link.target_ref] = link
        if link.target_kind == kind and link.target_ref in ends:
            ends[link.target_ref][link.source_kind][link.source_ref] = link
    linked: dict[str, set[UUID]] = defaultdict(set)
    for found in ends.values():
        for other, links in found.items():
            linked[other].update(links)
    patterns = linked.pop(PATTERN, set())
    lines = pattern_lines(patterns, user) if patterns else []
    described = {other: _described(other, refs, user) for other, refs in linked.items()}
    chains = {}
    for ref, found in ends.items():
        rests_on = found.pop(PATTERN, {})
        own = [line for line in lines if line.pattern.ref in rests_on]
        chains[ref] = Chain(own, rests_on, list(_groups(found, described)), since)
    return chains


def _described(kind: str, refs: set[UUID], user: User) -> list[LinkedRecord]:
    """Records of a kind as the reader finds them; none where its app is not there."""
    if kind not in link_kinds:
        return []
    registered = link_kinds[kind]
    return registered.describe(registered.records(user).filter(ref__in=list(refs)), user)


def _groups(ends: Ends, described: Mapping[str, list[LinkedRecord]]) -> Iterator[LinkedGroup]:
    for kind, links in ends.items():
        pairs = [(each, links[each.ref]) for each in described[kind] if each.ref in links]
        if pairs:
            yield LinkedGroup(kind, link_kinds[kind].label, pairs)


def pattern_lines(refs: Iterable[UUID], user: User) -> list[PatternLine]:
    """Returns these patterns with figures and duty bearers, the largest first. Four queries."""
    patterns = Pattern.objects.accessible_to(user).filter(ref__in=list(refs))
    return lines_of(patterns.select_related("place"))


def lines_of(patterns: Iterable[Pattern], bearers: Bearers | None = None) -> list[PatternLine]:
    """The same of patterns that were looked up with their places; `bearers` where those of their
    rights are known.
    """
    listed = list(patterns)
    figures: dict[int, dict[date, int]] = defaultdict(dict)
    rows = PatternFigure.objects.filter(pattern__in=listed)
    for pattern, month, cases in rows.values_list("pattern", "month", "cases"):
        figures[pattern][month] = cases
    if bearers is None:
        bearers = bearers_by_right((each.right, each.place) for each in listed)
    lines = [
        PatternLine(each, figures[each.pk], bearers.get((each.right, each.place_id), ()))
        for each in listed
    ]
    return sorted(lines, key=lambda line: (-(line.cases or 0), line.pattern.pk))


def _months(last: date, count: int) -> list[date]:
    """The first days of so many months, the last one last."""
    found = [last]
    while len(found) < count:
        found.insert(0, (found[0] - timedelta(days=1)).replace(day=1))
    return found

"""The chain of a region: its patterns with what rests on them, and where the chain breaks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.people.models import Place
from amparo.ui.filters import Filter, FilterBar

from .chain import PATTERN, PatternLine, lines_of
from .extension_points import BrokenLink, LinkedRecord, chain_checks, link_kinds
from .models import Link, Pattern, PatternFigure

MOST = 60


@dataclass(frozen=True)
class RegionLine:
    """A pattern with the records that rest on it, by kind in the reader's language."""

    line: PatternLine
    linked: list[tuple[str, LinkedRecord]] = field(default_factory=list)


def patterns_within(places: Iterable[Place]) -> QuerySet[Pattern]:
    """Patterns of these places, of what lies in them, and of what they lie in."""
    keys = [place.pk for place in places]
    inside = (
        Q(place__in=keys) | Q(place__within__in=keys) | Q(place__within__within__in=keys)
        | Q(place__within__within__within__in=keys)
    )  # fmt: skip
    return Pattern.objects.filter(inside)


def with_recent_figures(patterns: QuerySet[Pattern], today: date) -> QuerySet[Pattern]:
    """Those with a figure of the running month or the one before."""
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    recent = PatternFigure.objects.filter(pattern=OuterRef("pk"), month__gte=last)
    return patterns.filter(Exists(recent))


class RegionPage:
    """What stands on the page "From need to outcome"."""

    def __init__(self, user: User, asked: Mapping[str, str], today: date):
        self.user, self.today = user, today
        self.bar = FilterBar(
            [
                Filter("place", gettext_lazy("Place"), lambda: self._places),
                Filter("right", gettext_lazy("Right"), codes.lazy_choices("right")),
            ],
            asked,
        )

    @cached_property
    def _places(self) -> list[tuple[str, str]]:
        """Countries and regions in which there are patterns."""
        kinds = (Place.Kind.COUNTRY, Place.Kind.REGION)
        found = Place.objects.accessible_to(self.user).filter(kind__in=kinds)
        return [(each.ref.hex, each.name) for each in found.order_by("kind", "name")[:MOST]]

    @cached_property
    def place(self) -> Place | None:
        ref = self.bar.value("place")
        return Place.objects.filter(ref=ref).first() if ref else None

    @cached_property
    def lines(self) -> list[PatternLine]:
        patterns = Pattern.objects.accessible_to(self.user)
        if self.place:
            patterns = patterns.filter(pk__in=patterns_within([self.place]).values("pk"))
        if right := self.bar.value("right"):
            patterns = patterns.filter(right=right)
        recent = with_recent_figures(patterns, self.today)  # type: ignore[arg-type]
        return lines_of(recent.select_related("place"))[:MOST]

    @cached_property
    def rows(self) -> list[RegionLine]:
        """Each pattern with what rests on it. Two queries, and those of each kind."""
        refs = [line.pattern.ref for line in self.lines]
        pairs: dict[str, dict[UUID, list[UUID]]] = defaultdict(lambda: defaultdict(list))
        for link in Link.objects.to_records(PATTERN, refs):
            pairs[link.source_kind][link.source_ref].append(link.target_ref)
        found: dict[UUID, list[tuple[str, LinkedRecord]]] = defaultdict(list)
        for kind, sources in pairs.items():
            if kind not in link_kinds:
                continue
            registered = link_kinds[kind]
            records = registered.records(self.user).filter(ref__in=list(sources))
            for each in registered.describe(records, self.user):
                for target in sources[each.ref]:
                    found[target].append((str(registered.label), each))
        return [RegionLine(line, found[line.pattern.ref]) for line in self.lines]

    @cached_property
    def total(self) -> int:
        """The sum of the rounded figures that are shown: it tells nothing that they do not."""
        return sum(line.cases or 0 for line in self.lines)

    @cached_property
    def broken(self) -> list[tuple[BrokenLink, list[str]]]:
        """Where the chain breaks, each record once with all reasons, most cases first."""
        reasons: dict[str, list[str]] = defaultdict(list)
        records: dict[str, BrokenLink] = {}
        for check in chain_checks:
            for each in check(self.user, self.lines, self.today):
                records.setdefault(each.url, each)
                reasons[each.url].append(each.reason)
        found = sorted(records.values(), key=lambda each: -each.weight)[:MOST]
        return [(each, reasons[each.url]) for each in found]

"""A directory of others beside ours: new, changed, the same, gone; before it is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO
from uuid import UUID

from amparo.foundation.core.spreadsheets.validation import ImportProblem, problem
from amparo.foundation.people.models import Place

from ..models import Feed, Service, Verification
from ..wording import folded
from . import open as out
from . import told, writing
from .files import services_in
from .parts import Row
from .problems import GUARDED, NO_SUCH_PLACE
from .reading import Taking, read, service_of

AT_ONCE = 200
_BY_US = (Verification.How.VISIT, Verification.How.CALL, Verification.How.LINK)


@dataclass
class Change:
    """A service that the file tells otherwise: in what, and whether we looked later than they."""

    told: told.Service
    record: Service
    fields: list[str]
    is_ours_newer: bool


@dataclass
class Comparison:
    new: list[told.Service] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[tuple[told.Service, Service]] = field(default_factory=list)
    gone: list[Service] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list, repr=False)

    @property
    def asking(self) -> list[Change]:
        """What is not taken over unless somebody says so, one by one."""
        return [each for each in self.changed if each.is_ours_newer]

    @property
    def out(self) -> int:
        """How many services stay out."""
        return len({each.row for each in self.problems if each.keeps_out})


def compare(file: BinaryIO, feed: Feed) -> Comparison:
    """What the file would change. Nothing is written."""
    taking = Taking(feed.title, feed.language, feed.time_zone, feed.kind)
    found = read(services_in(file), taking)
    comparison = Comparison(problems=found.problems)
    _find_towns(found.services, comparison.problems)
    for start in range(0, len(found.services), AT_ONCE):
        _beside_ours(found.services[start : start + AT_ONCE], taking, comparison)
    _gone(feed, {each.ref for each in found.services}, comparison)
    comparison.problems.sort(key=lambda each: (not each.keeps_out, each.row))
    return comparison


def _beside_ours(services: list[told.Service], taking: Taking, comparison: Comparison) -> None:
    refs = [each.ref for each in services]
    there = {each.ref: each for each in Service.objects.filter(ref__in=refs)}
    ours = {each.ref: each for each in out.whole(out.services().filter(ref__in=refs))}
    for each in services:
        record = ours.get(each.ref)
        if each.ref in there and record is None:
            comparison.problems.append(problem(GUARDED, each.row, "service", each.ref))
        elif record is None:
            comparison.new.append(each)
        else:
            _one(each, record, taking, comparison)


def _one(each: told.Service, record: Service, taking: Taking, comparison: Comparison) -> None:
    known = _as_told(record, taking)
    fields = differing(each, known)
    if not fields:
        comparison.same.append((each, record))
        return
    newer = _is_newer(record, each.assured_on)
    comparison.changed.append(Change(each, record, fields, newer))


def _as_told(record: Service, taking: Taking) -> told.Service:
    """Ours, as if it had come in a file: so that like is compared with like."""
    said = service_of(Row("service", writing.service(record), 0, []), taking)
    if said is None:
        raise ValueError("What we write of our own directory, we cannot read.")
    return said


def differing(theirs: told.Service, ours: told.Service) -> list[str]:
    """The names of what is told otherwise."""
    facts = [name for name, value in theirs.facts.items() if ours.facts.get(name) != value]
    rest = ("organization", "types", "at", "prices", "areas", "desks")
    return [*facts, *(name for name in rest if getattr(theirs, name) != getattr(ours, name))]


def _is_newer(record: Service, assured_on: date | None) -> bool:
    """Whether somebody of ours, or the organization itself, said so after they looked."""
    for seen in record.verifications.all():  # type: ignore[attr-defined]
        if seen.how in _BY_US:
            return assured_on is None or seen.at.date() > assured_on
    return False


def _gone(feed: Feed, refs: set[UUID], comparison: Comparison) -> None:
    """What came from there before, and stands in the file no longer."""
    fed = Service.objects.running().filter(fed_by__feed=feed).order_by("pk")
    wanting = [each for each in fed.values_list("ref", flat=True) if each not in refs]
    rows = {each.row for each in comparison.problems if each.keeps_out}
    if rows:  # a row that cannot be read may be the very service that seems gone
        return
    for start in range(0, len(wanting), AT_ONCE):
        some = wanting[start : start + AT_ONCE]
        comparison.gone += (
            out.services().filter(ref__in=some).select_related("provider__organization")
        )


def _find_towns(services: Iterable[told.Service], problems: list[ImportProblem]) -> None:
    """Towns as our list of places calls them; what is not on it is told, once a service."""
    known: dict[str, list[Place]] = {}
    for place in Place.objects.order_by("pk"):
        known.setdefault(folded(place.name), []).append(place)
    for service in services:
        there: list[told.Location | told.Area] = [at.location for at in service.at]
        for each in [*there, *service.areas]:
            if each.town is None:
                continue
            found = _town(each.town, known)
            if found is None:
                said = problem(NO_SUCH_PLACE, service.row, "address.city", each.town.name)
                problems.append(said)
                if isinstance(each, told.Area) and not each.words:
                    each.words = {"es": each.town.name}
            each.town = told.Town(found.name, found.country) if found else None


def _town(town: told.Town, known: dict[str, list[Place]]) -> Place | None:
    there = known.get(folded(town.name), [])
    if town.country:
        there = [place for place in there if place.country in ("", town.country)]
    countries = {place.country for place in there}
    return there[0] if there and len(countries) == 1 else None

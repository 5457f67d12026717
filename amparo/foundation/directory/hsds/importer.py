"""Imports a file of an external directory: compares it with ours, writes all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.search import fold_text
from amparo.foundation.core.spreadsheets.validation import ImportProblem, problem
from amparo.foundation.people.models import Place

from ..models import (
    ContactPoint,
    ExternalDirectory,
    FeedFile,
    FeedService,
    Location,
    OpeningHours,
    Provider,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCost,
    ServiceVerification,
    save_details,
)
from . import exporter, records, serializer
from .parser import FeedDefaults, parse_service, parse_services, read_services
from .validation import NO_SUCH_PLACE, PROTECTED, Row

BATCH_SIZE = 200
_VERIFIED_BY_US = (
    ServiceVerification.How.VISIT,
    ServiceVerification.How.CALL,
    ServiceVerification.How.LINK,
)


@dataclass
class Change:
    """A service that differs in the file: in which fields, and whether ours was verified later."""

    parsed: records.Service
    record: Service
    fields: list[str]
    is_ours_newer: bool


@dataclass
class Comparison:
    new: list[records.Service] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[tuple[records.Service, Service]] = field(default_factory=list)
    gone: list[Service] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list, repr=False)

    @property
    def to_decide(self) -> list[Change]:
        """What is not taken over unless somebody says so, one by one."""
        return [each for each in self.changed if each.is_ours_newer]

    @property
    def out(self) -> int:
        """How many services stay out."""
        return len({each.row for each in self.problems if each.keeps_out})


def compare(file: BinaryIO, feed: ExternalDirectory) -> Comparison:
    """What the file would change. Nothing is written."""
    taking = FeedDefaults(feed.title, feed.language, feed.time_zone, feed.kind)
    found = parse_services(read_services(file), taking)
    comparison = Comparison(problems=found.problems)
    _match_towns(found.services, comparison.problems)
    for start in range(0, len(found.services), BATCH_SIZE):
        _compare_batch(found.services[start : start + BATCH_SIZE], taking, comparison)
    _add_gone(feed, {each.ref for each in found.services}, comparison)
    comparison.problems.sort(key=lambda each: (not each.keeps_out, each.row))
    return comparison


def _compare_batch(
    services: list[records.Service], taking: FeedDefaults, comparison: Comparison
) -> None:
    refs = [each.ref for each in services]
    there = {each.ref: each for each in Service.objects.filter(ref__in=refs)}
    ours = {
        each.ref: each
        for each in exporter.with_details(exporter.public_services().filter(ref__in=refs))
    }
    for each in services:
        record = ours.get(each.ref)
        if each.ref in there and record is None:
            comparison.problems.append(problem(PROTECTED, each.row, "service", each.ref))
        elif record is None:
            comparison.new.append(each)
        else:
            _compare_one(each, record, taking, comparison)


def _compare_one(
    each: records.Service, record: Service, taking: FeedDefaults, comparison: Comparison
) -> None:
    known = _as_parsed(record, taking)
    fields = differing_fields(each, known)
    if not fields:
        comparison.same.append((each, record))
        return
    newer = _is_newer(record, each.assured_on)
    comparison.changed.append(Change(each, record, fields, newer))


def _as_parsed(record: Service, taking: FeedDefaults) -> records.Service:
    """Ours, as if it had come in a file: so that like is compared with like."""
    parsed = parse_service(Row("service", serializer.service(record), 0, []), taking)
    if parsed is None:
        raise ValueError("What we write of our own directory, we cannot read.")
    return parsed


def differing_fields(theirs: records.Service, ours: records.Service) -> list[str]:
    """Returns the names of the fields that differ."""
    facts = [name for name, value in theirs.facts.items() if ours.facts.get(name) != value]
    rest = ("organization", "types", "at", "costs", "areas", "contact_points")
    return [*facts, *(name for name in rest if getattr(theirs, name) != getattr(ours, name))]


def _is_newer(record: Service, assured_on: date | None) -> bool:
    """Whether somebody of ours, or the organization itself, said so after they looked."""
    for seen in record.verifications.all():  # type: ignore[attr-defined]
        if seen.how in _VERIFIED_BY_US:
            return assured_on is None or seen.at.date() > assured_on
    return False


def _add_gone(feed: ExternalDirectory, refs: set[UUID], comparison: Comparison) -> None:
    """What came from there before, and stands in the file no longer."""
    known = Service.objects.running().filter(feed_services__feed=feed).order_by("pk")
    wanting = [each for each in known.values_list("ref", flat=True) if each not in refs]
    rows = {each.row for each in comparison.problems if each.keeps_out}
    if rows:  # a row that cannot be read may be the very service that seems gone
        return
    for start in range(0, len(wanting), BATCH_SIZE):
        some = wanting[start : start + BATCH_SIZE]
        comparison.gone += (
            exporter.public_services()
            .filter(ref__in=some)
            .select_related("provider__organization")
        )


def _match_towns(services: Iterable[records.Service], problems: list[ImportProblem]) -> None:
    """Names towns as our list of places does; adds one problem a service for towns not on it."""
    known: dict[str, list[Place]] = {}
    for place in Place.objects.order_by("pk"):
        known.setdefault(fold_text(place.name), []).append(place)
    for service in services:
        there: list[records.Location | records.ServiceArea] = [at.location for at in service.at]
        for each in [*there, *service.areas]:
            if each.town is None:
                continue
            found = _town(each.town, known)
            if found is None:
                problems.append(
                    problem(NO_SUCH_PLACE, service.row, "address.city", each.town.name)
                )
                if isinstance(each, records.ServiceArea) and not each.description:
                    each.description = {"es": each.town.name}
            each.town = records.Town(found.name, found.country) if found else None


def _town(town: records.Town, known: dict[str, list[Place]]) -> Place | None:
    there = known.get(fold_text(town.name), [])
    if town.country:
        there = [place for place in there if place.country in ("", town.country)]
    countries = {place.country for place in there}
    return there[0] if there and len(countries) == 1 else None


def compare_file(file: FeedFile) -> Comparison:
    """What this file would change."""
    file.must_wait()
    with EncryptedFile.open(file.storage_key) as stream:
        return compare(stream, file.feed)  # type: ignore[arg-type]


@transaction.atomic
def import_directory(
    file: FeedFile, *, by: User | None, also: Iterable[UUID] = (), end: Iterable[UUID] = ()
) -> None:
    """All that is sound. What we confirmed later than they: only where `also` names it.

    What stands in their directory no longer is said not to run now where `end` names it.
    """
    FeedFile.objects.select_for_update().get(pk=file.pk).must_wait()
    found, wanted, ended = compare_file(file), set(also), set(end)
    bringing = _Import(file, by)
    for each in found.new:
        bringing.add(each)
    changed = [
        each for each in found.changed if not each.is_ours_newer or each.parsed.ref in wanted
    ]
    for change in changed:
        bringing.change(change)
    for each, record in found.same:
        bringing.confirm(record, each)
    gone = [each for each in found.gone if each.ref in ended]
    for service in gone:
        service.change(by=by, status=Service.Status.INACTIVE)
    file.mark_imported(by=by, new=len(found.new), changed=len(changed), gone=len(gone))


class _Import:
    """One file on its way in: what it names twice is looked up once."""

    def __init__(self, file: FeedFile, by: User | None):
        self._feed, self._by, self._at = file.feed, by, now()
        self._providers: dict[UUID, Provider] = {}
        self._locations: dict[UUID, Location] = {}

    def add(self, each: records.Service) -> None:
        provider = self._provider(each.organization)
        places = self._places(each, provider)
        service = Service.offer(
            provider, by=self._by, ref=each.ref, types=each.types, at=places, **each.facts
        )
        self._rest(service, each)

    def change(self, change: Change) -> None:
        each, service = change.parsed, change.record
        provider = self._renewed(each.organization)
        hidden = Location.objects.filter(
            service_at_locations__service=service, is_confidential=True
        )
        for at in each.at:
            self._move(at.location)
        places = [*self._places(each, provider), *hidden]  # these no file knows of, and they stay
        service.change(by=self._by, provider=provider, types=each.types, at=places, **each.facts)
        self._rest(service, each)

    def confirm(self, service: Service, each: records.Service) -> None:
        """The list that it came from says so, and since when."""
        FeedService.note(self._feed, service, self._at)
        if each.assured_on is None:
            return
        at = datetime.combine(each.assured_on, time(12), UTC)
        if at > self._at or (service.verified_at and service.verified_at.date() >= at.date()):
            return
        name = each.assured_by or self._feed.title
        service.confirm(ServiceVerification.How.SOURCE, by=self._by, name=name, at=at)

    def _rest(self, service: Service, each: records.Service) -> None:
        for at in each.at:
            there = self._service_at_location(service, at)
            if [line.hours for line in there.opening_hours.all()] != at.hours:  # type: ignore[attr-defined]
                OpeningHours.replace(there, at.hours, by=self._by)
        save_details(
            service, by=self._by,
            costs=[ServiceCost(**vars(cost)) for cost in each.costs],
            areas=[
                ServiceArea(place=_place(area.town), description=area.description)
                for area in each.areas
            ],
            contact_points=[ContactPoint(**vars(point)) for point in each.contact_points],
        )  # fmt: skip
        self.confirm(service, each)

    def _service_at_location(
        self, service: Service, at: records.ServiceAtLocation
    ) -> ServiceAtLocation:
        """The link has their identifier where it is new: addresses stay the same everywhere."""
        location = self._locations[at.location.ref]
        there = service.service_at_locations.get(location=location)  # type: ignore[attr-defined]
        is_free = not ServiceAtLocation.objects.filter(ref=at.ref).exists()
        if there.ref != at.ref and is_free and not there.opening_hours.exists():
            there.ref = at.ref
            there.save(update_fields=["ref"])
        return there

    def _provider(self, each: records.Organization) -> Provider:
        if each.ref not in self._providers:
            self._providers[each.ref] = self._found(each)
        return self._providers[each.ref]

    def _renewed(self, each: records.Organization) -> Provider:
        """What it says of itself is taken over with a service that is, and never alone."""
        provider = self._provider(each)
        fields = _fields(each, "ref", "name", "kind", "country")
        is_other = any(getattr(provider, name) != value for name, value in fields.items())
        if is_other and provider.ref == each.ref:
            provider.change(by=self._by, **fields)
        return provider

    def _found(self, each: records.Organization) -> Provider:
        """By its identifier, else by its name; else it is new."""
        fields = _fields(each, "ref", "name", "kind", "country")
        providers = Provider.objects.select_related("organization")
        if provider := providers.filter(ref=each.ref).first():
            return provider
        if provider := providers.filter(organization__name__iexact=each.name).first():
            return provider
        organization = Organization.objects.filter(name__iexact=each.name, provider=None).first()
        organization = organization or Organization.found(
            by=self._by, name=each.name, kind=each.kind, country=each.country
        )
        return Provider.list(organization, by=self._by, ref=each.ref, **fields)

    def _places(self, each: records.Service, provider: Provider) -> list[Location]:
        return [self._location(at.location, provider) for at in each.at]

    def _location(self, each: records.Location, provider: Provider) -> Location:
        if each.ref not in self._locations:
            self._locations[each.ref] = self._noted(each, provider)
        return self._locations[each.ref]

    def _noted(self, each: records.Location, provider: Provider) -> Location:
        if there := Location.objects.filter(ref=each.ref).first():
            return there
        return Location.note(provider, by=self._by, ref=each.ref, **_location_fields(each))

    def _move(self, each: records.Location) -> None:
        """A place that was hidden since stays hidden, whatever an older list says of it."""
        fields = _location_fields(each)
        there = Location.objects.filter(ref=each.ref, is_confidential=False).first()
        if there and any(getattr(there, name) != value for name, value in fields.items()):
            there.change(by=self._by, **fields)


def _fields(each: Any, *but: str) -> dict[str, Any]:
    return {name: value for name, value in vars(each).items() if name not in but}


def _location_fields(each: records.Location) -> dict[str, Any]:
    return _fields(each, "ref", "town") | {"place": _place(each.town)}


def _place(town: records.Town | None) -> Place | None:
    if town is None:
        return None
    return Place.objects.filter(name=town.name, country=town.country).order_by("pk").first()

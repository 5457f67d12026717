"""What a directory of others tells, taken over into ours: all of it together, or nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import Organization, User
from amparo.foundation.people.models import Place

from ..models import (
    Area,
    Desk,
    Fed,
    FeedFile,
    Location,
    Offered,
    Opening,
    Price,
    Provider,
    Service,
    Verification,
    keep_details,
)
from . import told
from .comparing import Change, Comparison, compare


def looked_through(file: FeedFile) -> Comparison:
    """What this file would change."""
    file.must_wait()
    with EncryptedFile.open(file.stored_as) as stream:
        return compare(stream, file.feed)  # type: ignore[arg-type]


@transaction.atomic
def bring_in(
    file: FeedFile, *, by: User | None, also: Iterable[UUID] = (), end: Iterable[UUID] = ()
) -> None:
    """All that is sound. What we confirmed later than they: only where `also` names it.

    What stands in their directory no longer is said not to run now where `end` names it.
    """
    FeedFile.objects.select_for_update().get(pk=file.pk).must_wait()
    found, wanted, ended = looked_through(file), set(also), set(end)
    bringing = _Bringing(file, by)
    for each in found.new:
        bringing.add(each)
    changed = [each for each in found.changed if not each.is_ours_newer or each.told.ref in wanted]
    for change in changed:
        bringing.change(change)
    for each, record in found.same:
        bringing.confirm(record, each)
    gone = [each for each in found.gone if each.ref in ended]
    for service in gone:
        service.change(by=by, status=Service.Status.INACTIVE)
    file.brought(by=by, new=len(found.new), changed=len(changed), gone=len(gone))


class _Bringing:
    """One file on its way in: what it names twice is looked up once."""

    def __init__(self, file: FeedFile, by: User | None):
        self._feed, self._by, self._at = file.feed, by, now()
        self._providers: dict[UUID, Provider] = {}
        self._locations: dict[UUID, Location] = {}

    def add(self, each: told.Service) -> None:
        provider = self._provider(each.organization)
        places = self._places(each, provider)
        service = Service.offer(
            provider, by=self._by, ref=each.ref, types=each.types, at=places, **each.facts
        )
        self._rest(service, each)

    def change(self, change: Change) -> None:
        each, service = change.told, change.record
        provider = self._renewed(each.organization)
        hidden = Location.objects.filter(offered__service=service, is_hidden=True)
        for at in each.at:
            self._move(at.location)
        places = [*self._places(each, provider), *hidden]  # these no file knows of, and they stay
        service.change(by=self._by, provider=provider, types=each.types, at=places, **each.facts)
        self._rest(service, each)

    def confirm(self, service: Service, each: told.Service) -> None:
        """The list that it came from says so, and since when."""
        Fed.note(self._feed, service, self._at)
        if each.assured_on is None:
            return
        at = datetime.combine(each.assured_on, time(12), UTC)
        if at > self._at or (service.verified_at and service.verified_at.date() >= at.date()):
            return
        name = each.assured_by or self._feed.title
        service.confirm(Verification.How.SOURCE, by=self._by, name=name, at=at)

    def _rest(self, service: Service, each: told.Service) -> None:
        for at in each.at:
            offered = self._offered(service, at)
            if [line.hours for line in offered.openings.all()] != at.hours:  # type: ignore[attr-defined]
                Opening.keep(offered, at.hours, by=self._by)
        keep_details(
            service, by=self._by,
            prices=[Price(**vars(price)) for price in each.prices],
            areas=[Area(place=_place(area.town), words=area.words) for area in each.areas],
            desks=[Desk(**vars(desk)) for desk in each.desks],
        )  # fmt: skip
        self.confirm(service, each)

    def _offered(self, service: Service, at: told.At) -> Offered:
        """The link has their identifier where it is new: addresses stay the same everywhere."""
        location = self._locations[at.location.ref]
        offered = service.offered.get(location=location)  # type: ignore[attr-defined]
        is_free = not Offered.objects.filter(ref=at.ref).exists()
        if offered.ref != at.ref and is_free and not offered.openings.exists():
            offered.ref = at.ref
            offered.save(update_fields=["ref"])
        return offered

    def _provider(self, each: told.Organization) -> Provider:
        if each.ref not in self._providers:
            self._providers[each.ref] = self._found(each)
        return self._providers[each.ref]

    def _renewed(self, each: told.Organization) -> Provider:
        """What it says of itself is taken over with a service that is, and never alone."""
        provider = self._provider(each)
        fields = _fields(each, "ref", "name", "kind", "country")
        is_other = any(getattr(provider, name) != value for name, value in fields.items())
        if is_other and provider.ref == each.ref:
            provider.change(by=self._by, **fields)
        return provider

    def _found(self, each: told.Organization) -> Provider:
        """By its identifier, else by its name; else it is new."""
        fields = _fields(each, "ref", "name", "kind", "country")
        providers = Provider.objects.select_related("organization")
        if provider := providers.filter(ref=each.ref).first():
            return provider
        if provider := providers.filter(organization__name__iexact=each.name).first():
            return provider
        house = Organization.objects.filter(name__iexact=each.name, provider=None).first()
        house = house or Organization.found(
            by=self._by, name=each.name, kind=each.kind, country=each.country
        )
        return Provider.list(house, by=self._by, ref=each.ref, **fields)

    def _places(self, each: told.Service, provider: Provider) -> list[Location]:
        return [self._location(at.location, provider) for at in each.at]

    def _location(self, each: told.Location, provider: Provider) -> Location:
        if each.ref not in self._locations:
            self._locations[each.ref] = self._noted(each, provider)
        return self._locations[each.ref]

    def _noted(self, each: told.Location, provider: Provider) -> Location:
        if there := Location.objects.filter(ref=each.ref).first():
            return there
        return Location.note(provider, by=self._by, ref=each.ref, **_whereabouts(each))

    def _move(self, each: told.Location) -> None:
        """A place that was hidden since stays hidden, whatever an older list says of it."""
        fields = _whereabouts(each)
        there = Location.objects.filter(ref=each.ref, is_hidden=False).first()
        if there and any(getattr(there, name) != value for name, value in fields.items()):
            there.change(by=self._by, **fields)


def _fields(each: Any, *but: str) -> dict[str, Any]:
    return {name: value for name, value in vars(each).items() if name not in but}


def _whereabouts(each: told.Location) -> dict[str, Any]:
    return _fields(each, "ref", "town") | {"place": _place(each.town)}


def _place(town: told.Town | None) -> Place | None:
    if town is None:
        return None
    return Place.objects.filter(name=town.name, country=town.country).order_by("pk").first()

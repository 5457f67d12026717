"""Benchmark of the open directory at full size: what a search costs, how many a second come from
memory, and how large each page is.
"""

import gc
import random
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import time, timedelta
from itertools import count
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization
from amparo.foundation.core.search import fold_text
from amparo.foundation.directory import page_cache
from amparo.foundation.directory.models import (
    DirectoryEdition,
    Location,
    OpeningHours,
    Provider,
    Service,
    ServiceAtLocation,
    ServiceType,
)
from amparo.foundation.directory.opening_hours import DAYS, Hours
from amparo.foundation.directory.search import NEEDS
from amparo.foundation.people.models import Place

TOWNS, ORGANIZATIONS, ROUNDS = 500, 2_000, 120
SECONDS = 3
AT_ONCE = 2_000
# Each call from somewhere else: nobody is asked to wait.
_FROM = count()
_WORDS = ("Comedor", "Albergue", "Consultorio", "Casa", "Centro", "Oficina", "Escuela", "Línea")


@dataclass(frozen=True)
class Served:
    """One line of the report: milliseconds when made, answers a second from memory, kilobytes."""

    what: str
    p50: float
    p95: float
    queries: int
    a_second: float
    kilobytes: float


def directory_figures(services: int) -> list[dict]:
    settings.ALLOWED_HOSTS = ["*"]
    _build(services)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [asdict(_served(what, addresses)) for what, addresses in _asked()]


def _asked() -> Iterator[tuple[str, list[str]]]:
    """What people ask: a need somewhere, a need with conditions, a need anywhere, one service."""
    chance = random.Random(7)
    towns = [str(ref) for ref in Place.objects.filter(kind="town").values_list("ref", flat=True)]
    doors = [
        str(ref)
        for ref in ServiceAtLocation.objects.order_by("pk").values_list("ref", flat=True)[:999]
    ]

    def need() -> str:
        return f"/a/n/{chance.choice(NEEDS).number}/?lang=es"

    some = range(ROUNDS)
    yield "Home", ["/a/?lang=es"]
    yield "A need, in a town", [f"{need()}&at={chance.choice(towns)}" for _ in some]
    yield "…, open, no papers", [f"{need()}&at={chance.choice(towns)}&only=op" for _ in some]
    yield "A need, anywhere", [f"{need()}&only={chance.choice(('', 'p', 'f'))}" for _ in some]
    yield "One service", [f"/a/s/{chance.choice(doors)}/?lang=es" for _ in some]
    words = [chance.choice(_WORDS) for _ in some]
    yield "API: search", [f"/api/hsds/services?search={fold_text(word)}" for word in words]
    yield "API: a page", [f"/api/hsds/services?page={chance.randint(1, 900)}" for _ in some]
    yield "API: full page", [f"/api/hsds/services?full=1&page={page}" for page in range(1, 61)]


def _served(what: str, addresses: list[str]) -> Served:
    client = Client(headers={"host": "localhost"})
    _get(client, addresses[0])  # words and templates are opened once
    times, sizes = [], []
    for turn in range(ROUNDS):
        page_cache.clear_cache()
        took, size = _get(client, addresses[turn % len(addresses)])
        times.append(took)
        sizes.append(size)
    page_cache.clear_cache()
    with CaptureQueriesContext(connection) as seen:
        _get(client, addresses[0])
    return Served(
        what, statistics.median(times), statistics.quantiles(times, n=20)[18], len(seen),
        _a_second(client, addresses[0]), max(sizes) / 1000,
    )  # fmt: skip


def _a_second(client: Client, address: str) -> float:
    """From memory, in one process: what one core gives."""
    began, times = perf_counter(), 0
    while (took := perf_counter() - began) < SECONDS:
        _get(client, address)
        times += 1
    return times / took


def _get(client: Client, address: str) -> tuple[float, int]:
    gc.disable()
    began = perf_counter()
    answer = client.get(address, REMOTE_ADDR=f"10.{next(_FROM) % 250}.{next(_FROM) % 250}.1")
    took = (perf_counter() - began) * 1000
    gc.enable()
    if answer.status_code != 200:
        raise SystemExit(f"{address}: answered {answer.status_code}, so nothing was measured.")
    return took, len(answer.content)


def _build(services: int) -> None:
    """Services as thick as in a large country: some for women, some that ask for papers."""
    chance = random.Random(7)
    land = Place.objects.create(name="Bolivia", kind="country", country="BO")
    towns = [Place(name=f"Villa {number}", kind="town", country="BO", within=land)
             for number in range(TOWNS)]  # fmt: skip
    towns = Place.objects.bulk_create(towns, AT_ONCE)
    organizations = [Organization(name=f"Organización {number}", kind="ngo", country="BO")
              for number in range(ORGANIZATIONS)]  # fmt: skip
    organizations = Organization.objects.bulk_create(organizations, AT_ONCE)
    providers = Provider.objects.bulk_create(
        [Provider(organization=each) for each in organizations]
    )
    kinds = [term.code for term in codes.terms("service_type") if term.parent]
    for start in range(0, services, AT_ONCE):
        some = range(start, min(start + AT_ONCE, services))
        _some(some, chance, towns, providers, kinds)
    DirectoryEdition.bump()


def _some(numbers: range, chance: random.Random, towns, providers, kinds) -> None:
    services, locations, types, doors, lines = [], [], [], [], []
    for number in numbers:
        provider, kind = chance.choice(providers), chance.choice(kinds)
        name = f"{chance.choice(_WORDS)} {number}"
        locations.append(Location(
            provider=provider, place=chance.choice(towns), address=f"Calle {number}",
            time_zone="America/La_Paz", latitude=-16.5, longitude=-68.1,
        ))  # fmt: skip
        services.append(Service(
            provider=provider, name={"es": name}, about={"es": "Ayuda, sin preguntar de más."},
            languages=["es"], requires_documents=chance.choice((True, False, None)),
            is_free=chance.choice((True, None)), audience=chance.choice(("", "", "", "women")),
            verified_at=now() - timedelta(days=chance.randrange(500)),
            search_text=fold_text(
                f"{name} ayuda, sin preguntar de más. {provider.organization.name}"
            ),
        ))  # fmt: skip
        types.append(kind)
    locations = Location.objects.bulk_create(locations)
    services = Service.objects.bulk_create(services)
    ServiceType.objects.bulk_create(
        ServiceType(service=each, code=code) for each, code in zip(services, types, strict=True)
    )
    doors = ServiceAtLocation.objects.bulk_create(
        ServiceAtLocation(ref=uuid4(), service=each, location=place)
        for each, place in zip(services, locations, strict=True)
    )
    hours = Hours(frozenset(DAYS[:5]), time(8), time(18))
    lines = [OpeningHours.of(door, hours) for door in doors]
    OpeningHours.objects.bulk_create(lines)

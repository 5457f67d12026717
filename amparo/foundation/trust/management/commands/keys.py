"""Look after the key ring: which keys it has, a new one, the moving over, the old one gone."""

import json
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count

from amparo.foundation.trust import audit, keyring
from amparo.foundation.trust.keyring import EnvironmentRing, FileRing, KeptRing, Unopenable
from amparo.foundation.trust.models import DataKey

TOGETHER = 500


class Command(BaseCommand):
    """People go on working while data keys move from one key of the ring to the next."""

    help = __doc__

    def add_arguments(self, parser):
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("list", help="which keys the ring has, and what lies under each")
        deeds.add_parser("new", help="make a key and keep all that is new under it")
        deeds.add_parser("rotate", help="move what lies under older keys to the current one")
        retire = deeds.add_parser("retire", help="take a key out that nothing lies under any more")
        retire.add_argument("name")

    def handle(self, *, deed, name="", **options):
        try:
            getattr(self, f"_{deed}")(*([name] if name else []))
        except Unopenable as missing:
            raise CommandError(str(missing)) from missing

    def _list(self) -> None:
        ring = keyring.ring()
        under = _under_each()
        for name in sorted({*ring.names(), *under}):
            said = "current" if name == ring.current else "older"
            if name not in ring.names():
                said = "MISSING: what lies under it cannot be opened"
            self.stdout.write(f"{name:<12} {under.get(name, 0):>9} data keys  {said}")

    def _new(self) -> None:
        ring = keyring.ring()
        if isinstance(ring, FileRing):
            ring.replace(ring.kept.with_new_key())
            self.stdout.write(f"{ring.current} is the current key. Copy {ring.path} to where your")
            self.stdout.write("copies of it are kept, then: amparo keys rotate")
        elif isinstance(ring, EnvironmentRing):
            self._print_for_environment(ring.with_new_key())
        else:
            raise CommandError("This house asks a provider for its keys: make a new one there.")

    def _rotate(self) -> None:
        count = 0
        for moved in rewrap():
            count += moved
            self.stdout.write(f"\r{count} data keys moved", ending="")
            self.stdout.flush()
        self.stdout.write(f"\r{count} data keys moved. All lie under {keyring.ring().current}.")

    def _retire(self, name: str) -> None:
        ring = keyring.ring()
        if name not in ring.names():
            raise CommandError(f"The ring has no key {name}.")
        if name == ring.current:
            raise CommandError("It is the current key. Make a new one first: amparo keys new")
        if count := DataKey.objects.filter(ring_key=name).count():
            raise CommandError(f"{count} data keys lie under it. Move them: amparo keys rotate")
        if isinstance(ring, FileRing):
            ring.replace(ring.kept.without(name))
            self.stdout.write(f"{name} is gone from the ring. Copies of it are yours to destroy.")
        elif isinstance(ring, EnvironmentRing):
            self._print_for_environment(ring.without(name))
        else:
            raise CommandError("This house asks a provider for its keys: retire it there.")

    def _print_for_environment(self, ring: KeptRing) -> None:
        self.stdout.write("Give every process this ring, and start them again:")
        self.stdout.write(f"AMPARO_RING='{json.dumps(json.loads(ring.as_json()))}'")


def rewrap() -> Iterator[int]:
    """Put every data key under the current key of the ring, some at a time; says how many.

    Begun again after an interruption, it goes on with those that are left. Nothing that is sealed
    changes, so people read and write meanwhile.
    """
    ring, total = keyring.ring(), 0
    while keys := list(DataKey.objects.exclude(ring_key=ring.current)[:TOGETHER]):
        for key in keys:
            key.wrap_again()
        # A key destroyed meanwhile has no row: it is not brought back.
        moved = DataKey.objects.bulk_update(keys, ["ring_key", "wrapped"])
        total += moved
        yield moved
    if total:
        with transaction.atomic():
            audit.note(None, "keys.rotated", None, count=total, to=ring.current)


def _under_each() -> dict[str, int]:
    counted = DataKey.objects.values("ring_key").annotate(count=Count("pk"))
    return {each["ring_key"]: each["count"] for each in counted.order_by()}

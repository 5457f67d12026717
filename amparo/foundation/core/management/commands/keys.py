"""Look after the key ring: which keys it has, a new one, the moving over, the old one gone."""

import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import Count

from amparo.foundation.core.audit import log
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.key_locks import replacement
from amparo.foundation.core.encryption.key_ring import (
    DecryptionError,
    EnvironmentKeyRing,
    FileKeyRing,
    JsonKeyRing,
)
from amparo.foundation.core.encryption.secret_files import write_secret
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.refusals import Refusal

TOGETHER = 500


class Command(BaseCommand):
    """People go on working while data keys move from one key of the ring to the next."""

    help = __doc__

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="which keys the ring has, and what lies under each")
        actions.add_parser("new", help="make a key and keep all that is new under it")
        actions.add_parser("rotate", help="move what lies under older keys to the current one")
        retire = actions.add_parser(
            "retire", help="take a key out that nothing lies under any more"
        )
        retire.add_argument("name")
        actions.add_parser("secret", help="make the secret that signs sessions anew")
        lock = actions.add_parser(
            "lock", help="lock the ring with a passphrase or a hardware token"
        )
        lock.add_argument(
            "what", choices=[replacement.PASSPHRASE, replacement.TOKEN, replacement.NONE]
        )
        lock.add_argument(
            "--from", type=Path, dest="source", metavar="FILE",
            help="the new passphrase or the PIN, where nobody is there to type it",
        )  # fmt: skip
        lock.add_argument("--label", default="", help="of the token")
        lock.add_argument("--key", default="amparo", help="label of its key (amparo)")
        lock.add_argument("--make", action="store_true", help="the token makes that key first")
        move = actions.add_parser("move", help="lay the ring on another device")
        move.add_argument("folder", type=Path)

    def handle(self, *, action, name="", **options):
        try:
            if action in ("lock", "move"):
                getattr(self, f"_{action}")(options)
            else:
                getattr(self, f"_{action}")(*([name] if name else []))
        except (DecryptionError, Refusal) as missing:
            raise CommandError(str(missing)) from missing

    def _list(self) -> None:
        ring = key_ring.current_key_ring()
        names, under = ring.names(), _under_each()
        for name in sorted({*names, *under}):
            said = "current" if name == ring.current else "older"
            if name not in names:
                said = "MISSING: what lies under it cannot be opened"
            self.stdout.write(f"{name:<12} {under.get(name, 0):>9} data keys  {said}")

    def _new(self) -> None:
        ring = key_ring.current_key_ring()
        if isinstance(ring, FileKeyRing):
            ring.replace(ring.kept.with_new_key())
            self.stdout.write(f"{ring.current} is the current key. Copy {ring.path} to where your")
            self.stdout.write("copies of it are kept, then: amparo keys rotate")
        elif isinstance(ring, EnvironmentKeyRing):
            self._print_for_environment(ring.with_new_key())
        else:
            raise CommandError("This house asks a provider for its keys: make a new one there.")

    def _rotate(self) -> None:
        count = 0
        for moved in rewrap():
            count += moved
            self.stdout.write(f"\r{count} data keys moved", ending="")
            self.stdout.flush()
        self.stdout.write(
            f"\r{count} data keys moved. All lie under {key_ring.current_key_ring().current}."
        )

    def _retire(self, name: str) -> None:
        ring = key_ring.current_key_ring()
        if name not in ring.names():
            raise CommandError(f"The ring has no key {name}.")
        if name == ring.current:
            raise CommandError("It is the current key. Make a new one first: amparo keys new")
        if count := DataKey.objects.filter(ring_key=name).count():
            raise CommandError(f"{count} data keys lie under it. Move them: amparo keys rotate")
        if isinstance(ring, FileKeyRing):
            ring.replace(ring.kept.without(name))
            self.stdout.write(f"{name} is gone from the ring. Copies of it are yours to destroy.")
        elif isinstance(ring, EnvironmentKeyRing):
            self._print_for_environment(ring.without(name))
        else:
            raise CommandError("This house asks a provider for its keys: retire it there.")

    def _lock(self, options: dict) -> None:
        ring = self._ring_in_a_file()
        if not ring.path.exists() and key_ring.has_data_keys():
            raise CommandError(f"There is no key ring at {ring.path}: bring it back first.")
        wanted = {name: options[name] for name in ("source", "label", "key", "make")}
        self.stdout.write(replacement.lock_with(ring, options["what"], **wanted))
        self._note("keys.locked", options["what"])

    def _move(self, options: dict) -> None:
        ring = self._ring_in_a_file()
        _ = ring.kept  # what does not open is not moved; and the line below needs it
        with transaction.atomic():  # a move that is refused leaves no line
            self._note("keys.moved", "ring")
            told = replacement.move_to(ring, options["folder"])
        self.stdout.write(told)

    def _ring_in_a_file(self) -> FileKeyRing:
        ring = key_ring.current_key_ring()
        if not isinstance(ring, FileKeyRing):
            raise CommandError(
                "The ring of this installation does not lie in a file: take AMPARO_KEY_RING and "
                "AMPARO_KEY_PROVIDER away first."
            )
        return ring

    def _note(self, event: str, what: str) -> None:
        """Writes an audit entry, where there is a log yet."""
        if AuditEntry._meta.db_table in connection.introspection.table_names():
            log.log_event(None, event, None, what=what)

    def _secret(self) -> None:
        if os.environ.get("AMPARO_SECRET_KEY"):
            raise CommandError("AMPARO_SECRET_KEY gives the secret: put a new one there.")
        path = Path(settings.HOME) / "keys" / "secret"
        write_secret(path, secrets.token_hex(32).encode(), over=True)
        self.stdout.write(f"A new secret is in {path}. Copy it to every machine of this")
        self.stdout.write("installation and start Amparo again: everybody then signs in anew.")

    def _print_for_environment(self, ring: JsonKeyRing) -> None:
        self.stdout.write("Give every process this ring, and start them again:")
        self.stdout.write(f"AMPARO_KEY_RING='{json.dumps(json.loads(ring.as_json()))}'")


def rewrap() -> Iterator[int]:
    """Encrypts every data key under the current wrapping key, in batches; returns how many.

    Can be interrupted and repeated. Encrypted values do not change, so people go on working.
    """
    ring, total = key_ring.current_key_ring(), 0
    while keys := list(DataKey.objects.exclude(ring_key=ring.current)[:TOGETHER]):
        for key in keys:
            key.rewrap()
        # A key destroyed meanwhile has no row: it is not brought back.
        moved = DataKey.objects.bulk_update(keys, ["ring_key", "wrapped"])
        total += moved
        yield moved
    if total:
        with transaction.atomic():
            log.log_event(None, "keys.rotated", None, count=total, to=ring.current)


def _under_each() -> dict[str, int]:
    counted = DataKey.objects.values("ring_key").annotate(count=Count("pk"))
    return {each["ring_key"]: each["count"] for each in counted.order_by()}

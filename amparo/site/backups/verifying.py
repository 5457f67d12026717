"""Trying what was brought back: rows that are there and do not open are no help to anybody."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import models

from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.encryption.files import CorruptFileError, EncryptedFile
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.encryption.values import EncryptedValue
from amparo.foundation.core.models import DataKey

from . import papers

SAMPLE = 20


@dataclass
class Opened:
    """How much of what was tried opens; what was erased has no key, and rightly does not."""

    tried: int = 0
    opened: int = 0
    keyless: int = 0

    @property
    def is_well(self) -> bool:
        return self.tried == self.opened + self.keyless and (self.opened > 0 or not self.tried)

    def __str__(self):
        keyless = f" ({self.keyless} have no key here)" if self.keyless else ""
        return f"{self.opened} of {self.tried}{keyless}"


def values() -> Opened:
    """Personal values of every kind: the oldest and the newest of each table."""
    found = Opened()
    for record, name in _sample():
        sealed = record.__dict__[name]
        if not isinstance(sealed, EncryptedValue) or not sealed:
            continue
        found.tried += 1
        try:
            getattr(record, name)
            found.opened += 1
        except DecryptionError:
            is_known = DataKey.objects.filter(number=sealed.key_number).exists()
            found.keyless += not is_known
    return found


def some_papers() -> Opened:
    found = Opened()
    for name, _ in zip(papers.names(), range(SAMPLE), strict=False):
        found.tried += 1
        try:
            with EncryptedFile.open(name) as file:
                file.read(1)
            found.opened += 1
        except DecryptionError:
            found.keyless += 1
        except CorruptFileError:
            continue
    return found


def ledger(**told) -> bool | None:
    """Whether the ledger's past is unchanged; None in a version whose ledger is not chained."""
    if "audit" not in get_commands():
        return None
    try:
        call_command("audit", "verify", **told)
    except SystemExit as ended:
        return not ended.code
    return True


def _sample() -> Iterator[tuple[models.Model, str]]:
    for model in apps.get_models():
        columns = model._meta.concrete_fields
        names = [column.name for column in columns if isinstance(column, PersonalField)]
        if not names:
            continue
        records = model._base_manager.order_by("pk")
        for record in [*records[:SAMPLE], *records.reverse()[:SAMPLE]]:
            yield from ((record, name) for name in names)

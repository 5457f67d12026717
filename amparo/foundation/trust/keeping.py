"""What becomes of a file in time: told to whom it is about, and erased when its time is over.

Each app says in its own `privacy.py` which of its records lie in which file, what of them is told
to the person who asks, what else must go with a file, and what still holds it. A file goes whole:
its rows, its papers, its keys. What remains is a tombstone that names nobody, and a figure.

IOM Data Protection Principles 7 (access), 9 (retention) and 11 (ownership).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import audit
from .clock import now
from .models import BulkReading, DataKey, Notice, Office, Subscription, Tombstone, User
from .refs import Referable
from .sealed_files import SealedFile
from .wall.standing import lowered

type Rows = Callable[[Any], models.QuerySet]


@dataclass(frozen=True)
class Lying:
    """Records of one kind that lie in the files of one kind.

    `tells` names the fields that the person is told. `asks` is set where their words may name
    somebody else: a person looks at each before it is told. `withheld` says why none is told.
    `shared` records belong to others too: they are told, and do not go with this file.
    `again` names fields that hold what is told already, in another shape.
    """

    model: type[models.Model]
    rows: Rows
    title: str | Promise = ""
    tells: tuple[str, ...] = ()
    asks: bool = False
    withheld: str | Promise = ""
    stored: str = ""
    shared: bool = False
    again: tuple[str, ...] = ()


@dataclass
class Erasing:
    """One erasure under way: why, who asked, who confirmed, and what has gone so far."""

    why: str
    by: User | None
    asked_by: User | None = None
    asked_at: datetime = field(default_factory=now)
    office: Office | None = None
    gone: set = field(default_factory=set)
    stored: list[str] = field(default_factory=list)


lying: dict[type[models.Model], list[Lying]] = defaultdict(list)
# Personal, and in nobody's own file: why, and who keeps it.
of_nobody: dict[type[models.Model], str | Promise] = {}
_along: dict[type[models.Model], list[Callable[[Any, Erasing], None]]] = defaultdict(list)
_holds: dict[type[models.Model], list[Callable[[Any], bool]]] = defaultdict(list)


# What each app says.


def lies_in(file: type[models.Model], model: type[models.Model], rows: str | Rows, **how) -> None:
    """`model` lies in such files; `rows` is the path from it to the file, or finds its rows."""
    find = rows if callable(rows) else _by_path(model, rows)
    lying[file].append(Lying(model, find, **how))


def _by_path(model: type[models.Model], path: str) -> Rows:
    return lambda record: model._default_manager.filter(**{path: record})


def in_no_file(model: type[models.Model], why: str | Promise) -> None:
    """Personal, but in the file of no person: it outlives them, and says why."""
    of_nobody[model] = why


def goes_along(file: type[models.Model], go: Callable[[Any, Erasing], None]) -> None:
    """What else goes, or is loosened, before such a file is erased."""
    _along[file].append(go)


def holds(file: type[models.Model], held: Callable[[Any], bool]) -> None:
    """Whether something still needs such a file: it then stays."""
    _holds[file].append(held)


# What is done.


def is_held(record: models.Model) -> bool:
    return any(held(record) for held in _holds[type(record)])


@transaction.atomic
@lowered()
def erase(record: Any, erasing: Erasing) -> "Tombstone | None":
    """Nothing of this file stays. Its papers leave the disk when the deed is kept."""
    if record.ref in erasing.gone:
        return None
    erasing.gone.add(record.ref)
    for go in _along[type(record)]:
        go(record, erasing)
    parts = [part for part in lying[type(record)] if not part.shared]
    stored = [name for part in parts for name in _papers(part, record)]
    count = sum(_drop(part.rows(record)) for part in reversed(parts))
    ref, kind, owner = record.ref, record.audit_name, audit.file_of(record)
    Notice.objects.filter(url__contains=str(ref)).delete()
    record.delete()
    # Also in a copy that somebody took: what was sealed for this owner opens for nobody.
    DataKey.destroy([owner])
    transaction.on_commit(partial(_take_off_the_disk, stored), robust=True)
    tombstone = Tombstone.set(ref, kind, erasing, records=count + 1, papers=len(stored))
    audit.note(erasing.by, f"{kind}.erased", tombstone, reason=erasing.why)
    return tombstone


def _papers(part: Lying, record: models.Model) -> Iterable[str]:
    if not part.stored:
        return ()
    names = part.rows(record).values_list(part.stored, flat=True)
    return [name for name in names if name]


def _drop(rows: models.QuerySet) -> int:
    """Through their keys: a queryset that joins or is cut short cannot be deleted."""
    keys = list(rows.order_by().values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def _take_off_the_disk(names: list[str]) -> None:
    for name in names:
        SealedFile.delete(name)


def told(record: Referable) -> list[Lying]:
    """What lies in this file, in the order in which it is told."""
    return lying[type(record)]


in_no_file(BulkReading, _("Why a colleague read many files: kept as long as the ledger."))
in_no_file(Subscription, _("How a partner’s system is told: of nobody, and ended with it."))

"""Opens records to a transaction by what the user holds: a record that names them, or a secret.

Narrow means where `rls_bypass` would open every row. Each opens exactly the records that it names,
until the transaction ends.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, Self

from django.db import models
from django.db.models import prefetch_related_objects

from .bypass import rls_bypass
from .context import rls_allow


class HasSecret(Protocol):
    """A model whose records are found by a secret of which only a hash is stored."""

    @classmethod
    def with_secret(cls, secret: str) -> Self | None:
        """Returns the record of this secret, by its hash, or None. Takes the same time for what
        is no secret.
        """
        ...


def load_related(records: Iterable[models.Model], *paths: str) -> None:
    """Loads what the records name at these lookup paths ("case__person"), and opens exactly that.

    The caller has found the records by a permission rule, without joining the paths: a join on a
    row that is closed to the user would drop the record too.
    """
    found = list(records)
    if not paths:
        return
    with rls_bypass(reason="who may see a record may see what it names"):
        if found:
            prefetch_related_objects(found, *_joined(type(found[0]), paths))
        prefetch_related_objects(found, *paths)  # what was there already, or is not joined
    rls_allow(each for path in paths for each in _along(found, path.split("__")))


def _joined(model: type[models.Model], paths: Iterable[str]) -> list[models.Prefetch]:
    """One query for each record that these paths name first, with what it names in turn: a case
    comes with its team and office, and not in a query for each of them.
    """
    further: dict[str, list[str]] = {}
    for path in paths:
        first, _, rest = path.partition("__")
        if _is_forward(model, path.split("__")):
            further.setdefault(first, []).extend([rest] if rest else [])
    return [
        models.Prefetch(first, _target(model, first)._base_manager.select_related(*rests))
        for first, rests in further.items() if rests
    ]  # fmt: skip


def _is_forward(model: type[models.Model], steps: Sequence[str]) -> bool:
    """Whether each step is a foreign key."""
    if not steps:
        return True
    field = model._meta.get_field(steps[0])
    is_key = isinstance(field, models.ForeignKey)
    return is_key and _is_forward(_target(model, steps[0]), steps[1:])


def _target(model: type[models.Model], step: str) -> Any:
    return model._meta.get_field(step).related_model


def _along(records: Sequence[models.Model], steps: list[str]) -> list[models.Model]:
    """Returns the loaded records along a path and at its end."""
    if not steps:
        return []
    named = [each for record in records for each in _named(record, steps[0])]
    return [*named, *_along(named, steps[1:])]


def _named(record: models.Model, step: str) -> list[models.Model]:
    value = getattr(record, step, None)
    if isinstance(value, models.Manager):
        return list(value.all())
    return [] if value is None else [value]


def named_by(record: models.Model, name: str) -> Any:
    """Returns the record that a foreign key names, also where it is closed to the user, and opens
    nothing.
    """
    field: Any = type(record)._meta.get_field(name)
    if field.is_cached(record) or getattr(record, field.attname) is None:
        return getattr(record, name)
    with rls_bypass(reason="who may see a record may see what it names"):
        return getattr(record, name)


def lock_for_update[M: models.Model](record: M, *others: models.Model) -> M:
    """Locks the rows of these records in the order given, and opens the records with their parts,
    until the transaction ends; returns `record` as it is stored now.

    For transitions that write on the other side: the answer to a referral is written into a case
    that the partner cannot open. The caller holds each record and has checked the permission.
    Must run in a transaction. Raises DoesNotExist where a record was deleted meanwhile.
    """
    locked = _lock_row(record)
    for each in others:
        _lock_row(each)
    return locked


def lock_and_refresh(record: models.Model, *fields: str) -> None:
    """Locks the row of this record, and takes over what is stored of `fields` now.

    For steps that are taken once: of two who take one in the same moment, the second sees that the
    first did. Must run in a transaction. Raises DoesNotExist as `lock_for_update`.
    """
    stored = lock_for_update(record)
    for name in fields:
        setattr(record, name, getattr(stored, name))


def _lock_row[M: models.Model](record: M) -> M:
    model: Any = type(record)
    found = lock_rows(model._default_manager.filter(pk=record.pk))
    if not found:
        raise model.DoesNotExist(f"{record} was deleted meanwhile.")
    return found[0]


def lock_rows[M: models.Model](
    rows: models.QuerySet[M], *related: str, owners: tuple[str, ...] = ()
) -> list[M]:
    """Locks the rows of a query and opens these records with their parts, as `lock_for_update`.

    For what follows from a transition in records that its user need not see: a consent that is
    taken back reopens the check of a journey elsewhere. Returns the records by key, with `related`
    loaded and opened (`load_related`), and `owners` opened with their parts. Must run in a
    transaction.
    """
    locks = rows.model._default_manager.select_for_update(of=("self",), no_key=True)
    with rls_bypass(reason="a transition also writes where its user may not read"):
        found = list(locks.filter(pk__in=rows.values("pk")).order_by("pk"))
    return _opened(found, related, owners)


def _opened[M: models.Model](
    found: list[M], related: tuple[str, ...], owners: tuple[str, ...]
) -> list[M]:
    rls_allow(found, with_parts=True)
    load_related(found, *related, *owners)
    for path in owners:
        rls_allow(_along(found, path.split("__")), with_parts=True)
    return found


def find_by_secret[M: HasSecret](
    model: type[M], secret: str, *related: str, owners: tuple[str, ...] = ()
) -> M | None:
    """Returns the record of this secret and opens it with its parts, or None.

    Whoever has a receipt code, a link or the secret of a device needs no account. `related` are
    loaded and opened too (`load_related`); `owners` are opened with their parts as well: a link
    opens its referral.
    """
    with rls_bypass(reason="the secret is the permission"):
        record: Any = model.with_secret(secret)
    if record is not None:
        _opened([record], related, owners)
    return record


def allow_new(record: models.Model) -> None:
    """Opens a record that is about to be created, with its parts: for whoever makes it without an
    account. Raises ValueError if it is stored already.
    """
    if not record._state.adding:
        raise ValueError(f"{record} is stored already.")
    rls_allow([record], with_parts=True)

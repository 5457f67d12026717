"""Erasure and subject access: what of a record the person is given, and what is erased with it.

Each model says in its `class Privacy` to which file its records belong and what of them is
disclosed to the person; an app's `privacy.py` says the same where that takes a function, what else
is erased with a file, and what still blocks that. A file is erased whole: its rows, its
attachments, its keys. What remains is a record of the erasure that names nobody, and statistics
without names.

IOM Data Protection Principles 7 (access), 9 (retention) and 11 (ownership).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from graphlib import TopologicalSorter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .accounts.organizations import Office
from .accounts.users import User
from .audit import events, log
from .clock import now
from .encryption.fields import PersonalField, encrypted_file_field
from .encryption.files import EncryptedFile
from .encryption.values import DataKey
from .extension_points import (
    ErasureHold,
    ErasureStep,
    erasure_holds,
    erasure_steps,
    personal_data,
    without_owner,
)
from .labels import label_of
from .notifications.models import Notification
from .permissions.grants import PermissionQuerySet
from .permissions.rls.bypass import rls_bypass
from .permissions.rls.parts import owner_paths
from .records import Privacy, Record, owner_model

type Rows = Callable[[Any], models.QuerySet]


@dataclass(frozen=True)
class PersonalDataDeclaration:
    """Records of one model that belong to files of one model.

    `disclosed_fields` are disclosed to the person. `needs_review` marks texts that may name
    somebody else: a colleague reviews each before it is disclosed. `withheld` says why none is.
    `shared` records belong to others too: they are disclosed, and not erased with this file.
    `duplicates` are fields that repeat disclosed ones in another form. `file_field` is the name of
    the field with an encrypted file.
    """

    model: type[models.Model]
    rows: Rows
    title: str | Promise = ""
    disclosed_fields: tuple[str, ...] = ()
    needs_review: bool | tuple[str, ...] = False
    withheld: str | Promise = ""
    file_field: str = ""
    shared: bool = False
    duplicates: tuple[str, ...] = ()

    def must_review(self, record: models.Model) -> bool:
        """Returns whether a colleague reads this record before it is disclosed."""
        if isinstance(self.needs_review, bool):
            return self.needs_review
        return any(getattr(record, name) for name in self.needs_review)


@dataclass
class Erasure:
    """One erasure under way: reason, who asked, who confirmed, and the refs erased so far."""

    reason: str
    by: User | None
    asked_by: User | None = None
    asked_at: datetime = field(default_factory=now)
    office: Office | None = None
    erased: set = field(default_factory=set)
    stored: list[str] = field(default_factory=list)


# What each app says.


def declare_personal_data(
    file: type[models.Model],
    model: type[models.Model],
    rows: str | Rows,
    *,
    only: Q | None = None,
    **how,
) -> None:
    """Declares that records of `model` belong to files of model `file`: they are disclosed and
    erased with it. `rows` is the lookup path to the file, or returns the rows of one; with a path,
    `only` says of which records, where a model holds records of several kinds.
    """
    if isinstance(rows, str):
        owner_paths[model].add(rows)
    find = rows if callable(rows) else _by_path(model, rows, only or Q())
    personal_data.check_open()
    if file not in personal_data:
        personal_data.register(file, [])
    personal_data[file].append(PersonalDataDeclaration(model, find, **how))


def declare_model(model: type[models.Model]) -> None:
    """Declares what the inner `class Privacy` of the model says. Called once, at start-up."""
    privacy = Privacy.of(model)
    if privacy is None:
        return
    if privacy.no_owner:
        declare_without_owner(model, privacy.no_owner)
    for path in privacy.owners:
        owner = owner_model(model, path)
        how: dict[str, Any] = {"shared": privacy.shared, "file_field": encrypted_file_field(model)}
        if withheld := privacy.withheld_from.get(path, privacy.withheld):
            declare_personal_data(owner, model, path, withheld=withheld, **how)
        else:
            declare_personal_data(
                owner, model, path, title=privacy.title, disclosed_fields=privacy.disclose,
                needs_review=privacy.review, duplicates=privacy.duplicates, **how,
            )  # fmt: skip


def _by_path(model: type[models.Model], path: str, only: Q) -> Rows:
    return lambda record: model._default_manager.filter(only, **{path: record})


def declare_without_owner(model: type[models.Model], why: str | Promise) -> None:
    """Declares that personal data of `model` belongs to no person's file and outlives them, and
    why.
    """
    without_owner.register(model, why)


def before_erasure(file: type[models.Model], go: Callable[[Any, Erasure], None]) -> None:
    """Registers what else is deleted or detached before a file of this model is erased."""
    erasure_steps.register(ErasureStep(file, go))


def blocks_erasure(file: type[models.Model], held: Callable[[Any], bool]) -> None:
    """Registers a check whether something still needs a file of this model."""
    erasure_holds.register(ErasureHold(file, held))


# What is done.


def is_on_hold(record: models.Model) -> bool:
    """Returns whether any app blocks the erasure of this record. `erase` does not ask: the caller
    must.
    """
    holds = [each for each in erasure_holds if each.model is type(record)]
    return any(each.is_needed(record) for each in holds)


@transaction.atomic
@rls_bypass(reason="an erasure leaves nothing behind that its user may not open")
def erase(record: Any, erasing: Erasure) -> "ErasureRecord | None":
    """Irreversibly deletes a record with its rows, notifications, files and data key; returns the
    ErasureRecord, or None if this erasure deleted it before.

    Bypasses row-level security for every row. Does not check permissions, the second person or
    holds: the caller must. One transaction; files are deleted after the commit. The destroyed data
    key makes copies in backups unreadable too. Writes an audit entry.
    """
    return erase_with_owner(record, erasing)


@transaction.atomic
@rls_bypass(reason="who confirms the erasure of many records reads none of them")
def erase_all(records: models.QuerySet, erasing: Erasure) -> int:
    """Erases every record of a query, as `erase`; returns how many."""
    return len([erase_with_owner(each, erasing) for each in records])


def erase_with_owner(record: Any, erasing: Erasure) -> "ErasureRecord | None":
    """Erases a record while the erasure of its owner is under way: for `before_erasure` alone."""
    if record.ref in erasing.erased:
        return None
    erasing.erased.add(record.ref)
    for step in erasure_steps:
        if step.model is type(record):
            step.run(record, erasing)
    parts = [part for part in personal_data.get(type(record), []) if not part.shared]
    stored = [name for part in parts for name in _stored_files(part, record)]
    count = sum(_drop(part.rows(record)) for part in _referring_first(parts))
    ref, kind, owner = record.ref, record.audit_name, log.owner_ref(record)
    Notification.objects.filter(url__contains=str(ref)).delete()
    record.delete()
    # Also in backups: nothing that was encrypted for this owner can be decrypted any more.
    DataKey.destroy([owner])
    transaction.on_commit(partial(_delete_files, stored), robust=True)
    tombstone = ErasureRecord.create_for(ref, kind, erasing, records=count + 1, papers=len(stored))
    log.log_event(erasing.by, f"{kind}.erased", tombstone, reason=erasing.reason)
    return tombstone


def _referring_first(parts: Iterable[PersonalDataDeclaration]) -> list[PersonalDataDeclaration]:
    """In an order in which rows can be deleted: what refers to others before what it refers to."""
    by_model: dict[type[models.Model], list[PersonalDataDeclaration]] = defaultdict(list)
    for part in parts:
        by_model[part.model].append(part)
    referred = {
        model: {
            each.related_model
            for each in model._meta.concrete_fields
            if each.related_model in by_model and each.related_model is not model
        }
        for model in by_model
    }
    order = reversed(list(TopologicalSorter(referred).static_order()))
    return [part for model in order for part in by_model[model]]


def _stored_files(part: PersonalDataDeclaration, record: models.Model) -> Iterable[str]:
    if not part.file_field:
        return ()
    names = part.rows(record).values_list(part.file_field, flat=True)
    return [name for name in names if name]


def _drop(rows: models.QuerySet) -> int:
    """Deletes rows by primary key, because a joined or sliced queryset cannot be deleted; returns
    how many.
    """
    keys = list(rows.order_by().values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def _delete_files(names: list[str]) -> None:
    for name in names:
        EncryptedFile.delete(name)


def disclosed_models(record: Record) -> list[PersonalDataDeclaration]:
    """Returns the declarations of what belongs to this file, in the order in which it is
    disclosed.
    """
    return personal_data.get(type(record), [])


def check_labels(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Returns an error for each field or property that is disclosed or personal and has no label.

    A person would be told its name in the code.
    """
    return [
        checks.Error(
            f"{name} has no verbose_name, and a person is told it.", obj=model, id="core.E008"
        )
        for model, name in sorted(_disclosed_or_personal(), key=str)
        if not label_of(model, name)
    ]


def _disclosed_or_personal() -> set[tuple[type[models.Model], str]]:
    parts = (part for parts in personal_data.values() for part in parts)
    disclosed = {(part.model, name) for part in parts for name in part.disclosed_fields}
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    personal = {(each.model, each.name) for each in fields if isinstance(each, PersonalField)}
    return disclosed | personal


# What remains: the record of an erasure, and figures.

REASONS: dict[str, Promise] = {
    "retention": _("Retention period expired"),
    "asked": pgettext_lazy("reason", "Request of the person"),
    "mistake": _("Registered in error"),
    "exception_refused": _("It was registered without consent, and a second person refused"),
    "practised": _("It was in a practice office, where nothing is real, for 30 days"),
    "left_alone": _("Nothing else held it"),
}


class ErasureRecord(Record):
    """The record of an erasure: ref, time, reason and the two people. Nothing about the person."""

    record_type = models.CharField(max_length=40)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=40)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=now, editable=False)
    records = models.PositiveIntegerField(default=0)
    papers = models.PositiveIntegerField(default=0)

    audit_name = "tombstone"

    objects = PermissionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "-at"], name="erasure_records_by_office")]

    def __str__(self):
        return f"ErasureRecord {self.ref}"

    @classmethod
    def create_for(
        cls, ref: UUID, record_type: str, erasing: "Erasure", **counts: int
    ) -> "ErasureRecord":
        """Creates the record of an erasure with its counts."""
        return cls.objects.create(
            ref=ref, record_type=record_type, reason=erasing.reason, office=erasing.office,
            asked_by=erasing.asked_by, asked_at=erasing.asked_at, by=erasing.by, **counts,
        )  # fmt: skip

    @property
    def record_label(self) -> str:
        return events.record_label(self.record_type)

    @property
    def reason_label(self) -> str:
        return str(REASONS.get(self.reason, self.reason))

    @property
    def backups_end_on(self):
        """Returns the day on which the last backup that may hold the record and its key has
        expired.
        """
        return localdate(self.at + timedelta(days=settings.AMPARO_BACKUP_KEPT_DAYS))


class ErasureStatistic(models.Model):
    """How many erased cases of one office had the same codes and years.

    A counter, never one row a case, so that no erasure record can be matched with it.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    reason = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    ages = models.CharField(max_length=10, blank=True)
    nationality = models.CharField(max_length=2, blank=True)
    opened = models.PositiveSmallIntegerField()
    closed = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    objects = PermissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "office", "kind", "reason", "sex", "ages", "nationality", "opened", "closed",
                ],
                name="erasure_statistic_unique",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.kind} {self.opened}: {self.count}"

    @classmethod
    def add(cls, **sort) -> None:
        """Counts one more."""
        figure, _is_new = cls.objects.get_or_create(**sort)
        cls.objects.filter(pk=figure.pk).update(count=F("count") + 1)

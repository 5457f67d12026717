"""Freezing a month, explaining it later, and taking an erased person out of it."""

import io
import json
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import F

from amparo.foundation.core.encryption import key_ring
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.extension_points import facts
from amparo.foundation.data_quality.queries import count_open, offices_within
from amparo.foundation.people.models import Merge, Person, Unmerge

from .activity_funding import SOURCES, cuts_by_funding
from .clickhouse import new_store
from .devices import holders_not_in
from .engine import Cut, Period, compute, month_rows
from .figures import ACTIVITY, FOR_WHOM, Figures, cuts_of, earlier
from .grammar import Definition, DefinitionError
from .models import (
    Computation,
    FrozenErasure,
    FrozenFigures,
    FrozenSet,
    IndicatorVersion,
    MonthlyReport,
    Restatement,
    StoredFigures,
)
from .models.reports import EXPLAINED_YEARS
from .restating import PART, VALUE, Cause, Change, Comparison, Row, value_label
from .sources import Pseudonyms, merge_roots
from .store import FactStore

# Of each version (by its key), the hashes of each cell.
type Members = dict[str, dict[str, set[int]]]


def label_of(cut: Cut, values: Iterable[str]) -> str:
    """The label of a cell: "age_band=0-4,sex=female"; "" of the total."""
    return ",".join(f"{name}={value}" for name, value in zip(cut, values, strict=True))


class Hasher:
    """Keyed hashes of one freeze: nobody can tell from them who was counted."""

    def __init__(self, report: MonthlyReport):
        self._key = key_ring.derive("members of frozen figures")
        self._salt = report.ref.bytes

    def __call__(self, key: int, label: str) -> int:
        said = key.to_bytes(8, signed=key < 0) + label.encode()
        found = blake2b(said, key=self._key, salt=self._salt, digest_size=8).digest()
        return int.from_bytes(found)


# Freezing.


def freeze(report: MonthlyReport) -> None:
    """Keeps the figures of the computation in force, and who was in which cell. Twice is once."""
    if report.state != MonthlyReport.State.FREEZING:
        return
    computation = Computation.objects.in_force()
    if computation is None:
        raise LookupError("Nothing was computed.")
    stored = list(
        StoredFigures.objects.filter(
            computation=computation, office=report.office,
            is_with_branches=report.is_with_branches,
        ).select_related("version")
    )  # fmt: skip
    members: Members = {}
    figures = {each.version_id: _of_month(each, report) for each in stored}
    with open_store(computation) as store:
        for each in stored:
            definition = each.version.parsed
            members[str(each.version_id)] = _members(store, definition, report)
            figures[each.version_id] |= _activities(store, definition, report)
    name = EncryptedFile.write(io.BytesIO(_packed(members)), owner=(kept := _new_set(report)))
    with transaction.atomic():
        kept.storage_key = name
        kept.save()
        out = holders_not_in(report.office, report.month, is_with_branches=report.is_with_branches)
        offices = offices_within(report.office, is_with_branches=report.is_with_branches)
        missing = count_open(offices, report.month, earlier(report.month, -1))
        report.freeze(computation, figures, devices_out=out, open_issues=missing)


def _new_set(report: MonthlyReport) -> FrozenSet:
    until = report.month.replace(year=report.month.year + EXPLAINED_YEARS)
    return FrozenSet(report=report, until=until)


def _of_month(stored: StoredFigures, report: MonthlyReport) -> dict[str, Any]:
    """The figures of the month."""
    data = stored.figures
    day = report.month.isoformat()
    return {Period.MONTH.value: {day: data.get(Period.MONTH.value, {}).get(day, {})}}


def _activities(store: FactStore, definition: Definition, report: MonthlyReport) -> dict[str, Any]:
    """Who did what where for how many persons, where the definition is broken down by all of it;
    and by which funding.

    Each a list of the values of `ACTIVITY` and `FOR_WHOM` (None: everybody), the number of persons
    and their key; of `funding` the values of `ACTIVITY`, name and key of the source, and the
    number of persons. Restricted cases are left out: kind, area and month together could tell of
    somebody (`disclosure_control.restrictions`).
    """
    if not {*ACTIVITY, *FOR_WHOM} <= set(definition.by):
        return {}
    restricted = tuple(each for each in definition.where if each[0] != "is_restricted")
    ordinary = replace(definition, where=(*restricted, ("is_restricted", (False,))))
    cuts = [ACTIVITY, (*FOR_WHOM, *ACTIVITY), *cuts_by_funding(definition)]
    last = earlier(report.month, -1) - timedelta(days=1)
    found: list[list[Any]] = []
    funding: list[list[Any]] = []
    for each in compute(store, ordinary, cuts, since=report.month, until=last):
        is_asked = each.is_with_branches == report.is_with_branches
        if each.office == report.office_id and is_asked:
            of = dict(zip(each.cut, each.values, strict=True))
            if paid := [(name, of[name]) for name in SOURCES if of.get(name)]:
                funding.append([*(of[name] for name in ACTIVITY), *paid[0], each.people])
            if set(of) & set(SOURCES):
                continue
            values = [of.get(name) for name in (*ACTIVITY, *FOR_WHOM)]
            found.append([*values, each.people, each.members])
    return {"activities": found, "funding": funding}


def _members(
    store: FactStore, definition: Definition, report: MonthlyReport
) -> dict[str, set[int]]:
    hasher = Hasher(report)
    found: dict[str, set[int]] = {}
    for row in _rows(store, definition, report):
        if row.counts:
            for label in row.labels:
                found.setdefault(label, set()).add(hasher(row.key, label))
            if definition.median:
                found.setdefault(VALUE, set()).add(hasher(row.key, value_label(row.value)))
    return found


def _rows(store: FactStore, definition: Definition, report: MonthlyReport) -> Iterator[Row]:
    """The rows of the month, of all offices, with the cells that they would be in."""
    cuts = cuts_of(definition)
    names = sorted({name for cut in cuts for name in cut})
    for key, is_cancelled, entered_at, is_here, fits, is_part, amount, values in month_rows(
        store, definition, names, office=report.office_id,
        is_with_branches=report.is_with_branches, since=report.month,
        until=earlier(report.month, -1),
    ):  # fmt: skip
        of = dict(zip(names, values, strict=True))
        labels = {label_of(cut, (of[name] for name in cut)) for cut in cuts}
        if definition.share and is_part:
            labels |= {PART + label for label in labels}
        frozen_at = report.frozen_at
        yield Row(
            key, frozenset(labels),
            is_late=frozen_at is not None and entered_at > frozen_at.replace(tzinfo=None),
            is_cancelled=is_cancelled, is_elsewhere=not is_here, is_other=not fits, value=amount,
        )  # fmt: skip


def open_store(computation: Computation, *only: str) -> FactStore:
    """The facts of a computation, opened in memory; with `only` those alone."""
    store = new_store()
    parts: dict[str, list[str]] = {}
    found = computation.parts.filter(fact__in=only) if only else computation.parts.all()
    for part in found.order_by("fact", "number"):
        parts.setdefault(part.fact, []).append(part.storage_key)
    for fact, names in parts.items():
        store.open_fact(fact, (_content(name) for name in names))
    return store


def _content(name: str) -> bytes:
    with EncryptedFile.open(name) as file:
        return file.read()


def _packed(members: Members) -> bytes:
    said = {
        version: {
            label: b64encode(array("Q", sorted(hashes)).tobytes()).decode()
            for label, hashes in cells.items()
        }
        for version, cells in members.items()
    }
    return json.dumps(said).encode()


def _unpacked(content: bytes) -> Members:
    return {
        version: {label: set(array("Q", b64decode(text))) for label, text in cells.items()}
        for version, cells in json.loads(content).items()
    }


def members_of(report: MonthlyReport) -> Members | None:
    """Who was in which cell; None once the agreed time is over and the key is gone."""
    kept = FrozenSet.objects.filter(report=report).first()
    return _unpacked(_content(kept.storage_key)) if kept else None


# Explaining.


def restate_all(store: FactStore) -> None:
    """Says of every frozen month where it differs from the records of today, and why."""
    for report in MonthlyReport.objects.frozen().filter(members__isnull=False):
        restate(report, store)


def restate(report: MonthlyReport, store: FactStore) -> None:
    """Replaces the restatements of one frozen month."""
    members = members_of(report) or {}
    joined, parted = _joins_since(report)
    hasher = Hasher(report)
    erased: dict[int, dict[str, int]] = {}
    for version, cell, count in report.erasures.values_list("version_id", "cell", "count"):
        erased.setdefault(version, {})[cell] = count
    found = []
    for frozen in report.figures.select_related("version__indicator"):
        try:
            definition = frozen.version.parsed
        except DefinitionError:
            continue
        comparison = Comparison(
            members.get(str(frozen.version_id), {}), _rows(store, definition, report), hasher,
            erased=erased.get(frozen.version_id, {}), joined=joined, parted=parted,
            moved=_moved_since(report, definition), is_narrowed=bool(definition.where),
            medians=_frozen_medians(frozen, definition),
        )  # fmt: skip
        changes = comparison.changes() + _of_definition(report, frozen, store)
        if changes:
            found.append(
                Restatement(
                    report=report, version=frozen.version,
                    changes=[_as_data(each) for each in changes],
                )
            )  # fmt: skip
    with transaction.atomic():
        report.restatements.all().delete()
        Restatement.objects.bulk_create(found)


def _as_data(change: Change) -> list[Any]:
    said = [change.label, change.before, change.now, change.causes]
    return [*said, change.medians, change.corrected] if change.medians else said


def _frozen_medians(frozen: FrozenFigures, definition: Definition) -> dict[str, Any] | None:
    """The frozen median of each cell; None where it is no median."""
    if not definition.median:
        return None
    figures, month = Figures(frozen.figures), frozen.report.month
    cuts = [cut for cut in cuts_of(definition) if cut]
    return {"": figures.total(Period.MONTH, month).median} | {
        label_of(cut, cell.values): cell.median
        for cut in cuts
        for cell in figures.cells(Period.MONTH, month, cut)
    }


def _moved_since(report: MonthlyReport, definition: Definition) -> set[int]:
    """Those of the fact whose case came into another office after the freeze."""
    if report.frozen_at is None:
        return set()
    moved = facts[definition.fact].moved(report.frozen_at)
    if definition.counts_persons:
        pseudonyms, roots = Pseudonyms(), merge_roots()
        people = {roots.get(person, person) for _record, person in moved if person}
        refs = Person.objects.filter(pk__in=people).values_list("ref", flat=True)
        return {pseudonyms.of(ref) for ref in refs}
    return {record for record, _person in moved}


# The label of the line that says what another definition would count.
NEW_DEFINITION = "definition"


def _of_definition(report: MonthlyReport, frozen: FrozenFigures, store: FactStore) -> list[Change]:
    """How many the definition in force today counts more or fewer than the frozen one: a line of
    its own.
    """
    version = frozen.version.indicator.version
    if version is None or version.digest == frozen.version.digest:
        return []
    then, now = (
        len({row.key for row in _rows(store, each.parsed, report) if row.counts})
        for each in (frozen.version, version)
    )
    if then == now:
        return []
    return [Change(NEW_DEFINITION, then, now, {Cause.DEFINITION: now - then})]


def _joins_since(report: MonthlyReport) -> tuple[set[int], set[int]]:
    """The pseudonyms of records that were merged, and unmerged, since the freeze."""
    pseudonyms = Pseudonyms()
    joined = Merge.objects.in_force().filter(at__gt=report.frozen_at)
    parted = Unmerge.objects.filter(at__gt=report.frozen_at)
    return (
        {pseudonyms.of(ref) for ref in joined.values_list("duplicate__ref", flat=True)},
        {pseudonyms.of(ref) for ref in parted.values_list("merge__duplicate__ref", flat=True)},
    )


# Erasing.


@transaction.atomic
def forget(person: Person) -> None:
    """Takes a person who is erased out of every frozen month, and leaves a count in each cell."""
    roots = merge_roots()
    if person.pk in roots:
        return  # the record that is kept stands for them, and stays
    pseudonyms = Pseudonyms()
    key, heir = pseudonyms.of(person.ref), None
    duplicates = [pk for pk, root in roots.items() if root == person.pk]
    # A record that was merged into this one stands for the person from now on.
    for ref in (
        Person.objects.filter(pk__in=duplicates).order_by("pk").values_list("ref", flat=True)
    ):
        heir = heir or pseudonyms.of(ref)
    for report in MonthlyReport.objects.frozen().filter(members__isnull=False):
        _take_out(report, key, heir)


def _take_out(report: MonthlyReport, key: int, heir: int | None) -> None:
    members, hasher, taken = members_of(report) or {}, Hasher(report), False
    counting = {
        str(each.pk)
        for each in IndicatorVersion.objects.filter(pk__in=[int(version) for version in members])
        if _counts_persons(each)
    }
    for version, cells in members.items():
        for label, hashes in cells.items():
            if version in counting and hasher(key, label) in hashes:
                hashes.discard(hasher(key, label))
                taken = True
                if heir is not None:
                    hashes.add(hasher(heir, label))
                    continue
                erasure, _is_new = FrozenErasure.objects.get_or_create(
                    report=report, version_id=int(version), cell=label
                )
                FrozenErasure.objects.filter(pk=erasure.pk).update(count=F("count") + 1)
    if taken:
        kept = FrozenSet.objects.get(report=report)
        before = kept.storage_key
        kept.storage_key = EncryptedFile.write(io.BytesIO(_packed(members)), owner=kept)
        kept.save(update_fields=["storage_key"])
        transaction.on_commit(lambda: EncryptedFile.delete(before))


def _counts_persons(version: IndicatorVersion) -> bool:
    try:
        return version.parsed.counts_persons
    except DefinitionError:
        return True


def expire(today: date) -> None:
    """Destroys the keys of sets whose agreed time is over: figures stay, explanations end."""
    for kept in FrozenSet.objects.filter(until__lt=today):
        with transaction.atomic():
            EncryptedFile.delete(kept.storage_key)
            DataKey.destroy([kept.ref])
            kept.delete()


def figures_of(report: MonthlyReport, code: str) -> Figures:
    """The frozen figures of one indicator."""
    frozen = report.figures.filter(version__indicator__code=code).first()
    return Figures(frozen.figures if frozen else {})

"""The nightly run of all data quality checks: what is missing now, and what no longer is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from amparo.foundation.core.clock import now
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.core.models import Office

from .checks import DataCheck, Finding
from .extension_points import data_checks
from .models import DataIssue, DataReminder

# Checks look at this month and the two before it: older ones are reported long since.
MONTHS_BACK = 2
# Issues that ended and reminders are kept so long; what nobody can say, until it is asked again.
KEPT = timedelta(days=365)
BATCH = 2_000

type Standing = dict[UUID, DataIssue]


def first_day_checked(today: date) -> date:
    at = today.year * 12 + today.month - 1 - MONTHS_BACK
    return date(at // 12, at % 12 + 1, 1)


def run_all() -> None:
    """Brings the open issues in line with the records. A second time changes nothing; killed
    between two steps, the next night goes on.
    """
    since = first_day_checked(localdate(now()))
    for check in data_checks.values():
        run(check, since)
    _drop_unknown_kinds()
    DataReminder.objects.filter(at__lt=now() - KEPT).delete()
    DataIssue.objects.filter(
        ended_at__lt=now() - KEPT, end__in=(DataIssue.End.ANSWERED, *_BY_ITSELF)
    ).delete()
    for check in data_checks.values():
        _asked_again(check).filter(ended_at__lt=now() - KEPT).delete()


def run(check: DataCheck, since: date) -> None:
    """Runs one check over the records that matter from `since` on."""
    explained = set(_explained(check))
    practice = set(Office.objects.filter(is_practice=True).values_list("pk", flat=True))
    found = {
        each.record: each
        for each in check.find(since)
        if each.record not in explained and each.office not in practice
    }
    open_issues = DataIssue.objects.open().filter(kind=check.code)
    standing: Standing = {each.record_ref: each for each in open_issues.iterator(chunk_size=BATCH)}
    _in_steps(
        (ref for ref in found if ref not in standing),
        lambda refs: DataIssue.objects.bulk_create(
            [_new(check, found[ref]) for ref in refs], ignore_conflicts=True
        ),
    )
    _follow((each, found[ref]) for ref, each in standing.items() if ref in found)
    gone = [each for ref, each in standing.items() if ref not in found]
    for end in _BY_ITSELF:
        _in_steps(
            (each.pk for each in gone if _end_of(each, since) == end), partial(_end_all, end)
        )


def _end_all(end: str, pks: tuple[int, ...]) -> None:
    DataIssue.objects.open().filter(pk__in=pks).update(ended_at=now(), end=end)


def _in_steps[T](items: Iterable[T], do: Callable[[tuple[T, ...]], object]) -> None:
    for some in batched(items, BATCH):
        with transaction.atomic():
            do(some)
            checkpoint()


def _explained(check: DataCheck) -> Iterator[UUID]:
    """The records of which nobody could say it, as long as that holds."""
    ended = DataIssue.objects.filter(kind=check.code, end=DataIssue.End.EXPLAINED)
    ended = ended.exclude(pk__in=_asked_again(check).values("pk"))
    yield from ended.values_list("record_ref", flat=True).iterator(chunk_size=BATCH)


def _asked_again(check: DataCheck) -> QuerySet[DataIssue]:
    """What nobody could say so long ago that it is asked again."""
    if check.asked_again_after is None:
        return DataIssue.objects.none()
    return DataIssue.objects.filter(
        kind=check.code, end=DataIssue.End.EXPLAINED,
        ended_at__lt=now() - check.asked_again_after,
    )  # fmt: skip


def _new(check: DataCheck, finding: Finding) -> DataIssue:
    return DataIssue(kind=check.code, record_ref=finding.record, **_values(finding))


def _values(finding: Finding) -> dict[str, Any]:
    return {
        "file_ref": finding.file, "office_id": finding.office,
        "colleague_id": finding.colleague, "is_restricted": finding.is_restricted,
        "since": finding.since, "until": finding.until,
    }  # fmt: skip


def _follow(pairs: Iterable[tuple[DataIssue, Finding]]) -> None:
    """Takes over what changed in the records since the night before: each new value is written
    once for all issues that take it.
    """
    changed: dict[tuple[str, Any], list[int]] = defaultdict(list)
    for issue, finding in pairs:
        for name, value in _values(finding).items():
            if getattr(issue, name) != value:
                changed[name, value].append(issue.pk)
    for (name, value), keys in changed.items():
        _in_steps(keys, partial(_write, name, value))


def _write(name: str, value: object, keys: tuple[int, ...]) -> None:
    DataIssue.objects.filter(pk__in=keys).update(**{name: value})


_BY_ITSELF = (DataIssue.End.MENDED, DataIssue.End.LAPSED)


def _end_of(issue: DataIssue, since: date) -> str:
    """The record was completed, unless its days are no longer looked at."""
    is_old = issue.until is not None and issue.until < since
    return DataIssue.End.LAPSED if is_old else DataIssue.End.MENDED


def _drop_unknown_kinds() -> None:
    """An app that is gone took its checks along."""
    left = DataIssue.objects.open().exclude(kind__in=list(data_checks))
    left.update(ended_at=now(), end=DataIssue.End.LAPSED)

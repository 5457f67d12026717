"""Two installations that differ only in one person's restricted group look alike to a thief.

One seed, one clock, one set of references: every column of every table is compared. Sealed values
and keyed tokens may differ, and are compared by their length.
"""

import re
from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from amparo.foundation.core import clock, records
from amparo.foundation.core.files.scanning import check_file
from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.pillars.assistance.cases.incidents import record_observation
from amparo.pillars.assistance.cases.models import Note, Task
from amparo.pillars.assistance.counter_trafficking.models import (
    IndicatorObservation,
    TraffickingRecord,
)
from amparo.pillars.assistance.services.models import ServiceProvided
from tests.support.cast import Cast

GROUPS = ("gbv", "trafficking", "child")
MOMENT = datetime(2026, 11, 29, 15, tzinfo=UTC)
COMPARED = {
    "core.AuditEntry", "core.Notification", "core.Job", "cases.Task", "cases.CaseAccessGrant",
    "people.PersonAccessGrant", "people.SearchToken", "people.HouseholdToken",
    "protection.Observation", "cases.Case",
}  # fmt: skip
TOKEN = re.compile(r"[0-9a-f]{24}(?=@office:\d+\Z)")


def accompany(group: str) -> None:
    """One person of a restricted group, and what happens around her."""
    cast = Cast()
    for each in GROUPS:
        RestrictedGroupAccess.give(
            to=cast.caseworker, group=each, office=cast.office, by=cast.supervisor
        )
    case, by = cast.case, cast.caseworker
    case.restrict(group, by=cast.supervisor)
    Note.write(case, by=by, text="She told what happened.")
    record_observation(
        case, by, level="individual", factor="debt", polarity="risk", severity=3,
        observed_on=MOMENT.date(),
    )  # fmt: skip
    Task.set(case, Task.What.VISIT, date(2026, 12, 3), by=by)
    kind = {"gbv": "clinical_care", "trafficking": "legal_aid", "child": "education"}[group]
    ServiceProvided.give(
        case, by=by, service_type=kind, given_on=MOMENT.date(), is_emergency=True, note="Given."
    )
    way = TraffickingRecord.begin(case, cast.rosa, by=by)
    IndicatorObservation.note(way, by=by, indicators=["G1"], text="Papers with the boss.")
    case.tell([cast.supervisor], "testimony.opened", by=by)
    check_file.enqueue(str(case.ref))


def look(monkeypatch, group: str) -> dict[str, list[dict]]:
    """What stands in the database after that, sealed values by their length."""
    numbers = count(1)
    made = SimpleNamespace(uuid7=lambda: SimpleNamespace(bytes=next(numbers).to_bytes(16, "big")))
    monkeypatch.setattr(records, "uuid_utils", made)
    reset = connection.ops.sequence_reset_sql(no_style(), apps.get_models())
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in reset:
            cursor.execute(statement)
        with clock.at(MOMENT):
            accompany(group)
        found = {
            model._meta.label: [_seen(row) for row in model._base_manager.order_by("pk").values()]
            for model in apps.get_models()
            if model._meta.label in COMPARED
        }
        transaction.set_rollback(True)
    return found


def _seen(row: dict) -> dict:
    return {name: _value(value) for name, value in row.items()}


def _value(value):
    if isinstance(value, bytes | memoryview):
        return ("sealed", len(value))
    if isinstance(value, dict):
        return {name: len(each) if name == "sealed" else each for name, each in value.items()}
    return TOKEN.sub("token", value) if isinstance(value, str) else value


@pytest.mark.django_db
@pytest.mark.parametrize("other", GROUPS[1:])
def test_nothing_but_the_case_itself_tells_the_group(monkeypatch, other):
    ours, theirs = look(monkeypatch, GROUPS[0]), look(monkeypatch, other)
    assert set(ours) == COMPARED
    assert all(ours.values()), "each table holds something"
    differing = {
        f"{label}.{name}"
        for label, rows in ours.items()
        for one, two in zip(rows, theirs[label], strict=True)
        for name in one
        if one[name] != two[name]
    }
    assert differing == {"cases.Case.confidentiality"}

"""Whatever is noted in the ledger can be told to an auditor and to the person, in words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

import amparo
from amparo.foundation.core.audit import events
from amparo.foundation.core.models import Entry
from amparo.foundation.core.records import Referable

HOUSE = Path(amparo.__file__).parent
NOTING = {"note", "listed", "refused", "_note", "_changed", "_sign_out"}
# Written by other records' verbs only, or never opened or refused by themselves.
WITHIN_OTHERS = {
    "acknowledged", "answered", "closed", "complaintwithdrawn", "endorsed", "lookedinto",
    "namedin", "referred", "reopened", "resorted", "said", "takendown", "told",
    "actionended", "agreement", "alertresolved", "attachmentremoved", "basisreview",
    "breakglassreview", "decision", "mergeanswer", "mergeparted", "messagereply", "messagestep",
    "recovery", "stopped",
    "deletionrefused", "ending", "entry", "finding", "holdreleased", "reopening", "rightsanswer",
    "riskreview", "servicevoided", "sharedbasis", "takeoveranswer", "taskdone", "tombstone",
    "transferaccepted", "transferdeclined", "transfertakenback", "victim", "withdrawal",
    "helpconsent", "helpmessage", "helpstep", "persontraits",
}  # fmt: skip


def noted() -> Iterator[tuple[str, str]]:
    """Every deed that is written out in the code, and where."""
    for path in HOUSE.rglob("*.py"):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and _name(call) in NOTING:
                for part in (part for told in call.args for part in ast.walk(told)):
                    if isinstance(part, ast.Constant) and "." in str(part.value).strip("."):
                        yield part.value, f"{path.relative_to(HOUSE)}:{call.lineno}"


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_every_deed_in_the_code_has_words():
    found = dict(noted())
    assert len(found) > 100
    without = {deed: where for deed, where in found.items() if not events.is_registered(deed)}
    assert not without, "Its words belong into trust/deeds.py."


@pytest.mark.django_db
def test_every_deed_of_three_weeks_has_words(world):
    """Deeds whose names are put together are met here."""
    done = set(Entry.objects.values_list("deed", flat=True))
    assert {deed for deed in done if not events.is_registered(deed)} == set()


def test_every_kind_of_record_has_a_name():
    kinds = {m.audit_name for m in apps.get_models() if issubclass(m, Referable)}
    assert kinds - WITHIN_OTHERS <= set(events.RECORD_TYPES)


def test_a_deed_is_said_in_the_readers_language():
    with translation.override("es"):
        assert events.event_label("case.opened") != "The case was opened"
    with translation.override("en"):
        assert events.event_label("case.seen") == "Opened: Case"
        assert events.event_label("case.of_tomorrow") == "Another deed (case.of_tomorrow)"

"""Every model is guarded, classified, disclosed and erased; every audit event has words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

import amparo
from amparo.foundation.core.audit import events
from amparo.foundation.core.audit.record_types import record_types
from amparo.foundation.core.encryption.fields import personal_fields
from amparo.foundation.core.extension_points import permission_rules, personal_data
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.permissions.grants import AccessGrant, PermissionQuerySet
from amparo.foundation.core.privacy_checks import check_privacy
from amparo.foundation.core.records import Record
from amparo.foundation.people.extension_points import person_references
from amparo.foundation.people.merged_records import OnMerge
from amparo.foundation.people.models import Person

PACKAGE = Path(amparo.__file__).parent
OUR_MODELS = [
    model
    for model in apps.get_models(include_auto_created=False)
    if model.__module__.startswith("amparo.")
]
# Only our own components may say that a piece of HTML is safe: they escape what they are given.
TRUSTING = {
    ".py": re.compile(r"mark_safe|SafeString\("),
    ".html": re.compile(r"\|\s*safe(seq)?\b|autoescape off"),
}

every_model = pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)


def code_and_templates(*endings):
    for path in PACKAGE.rglob("*"):
        is_ours = "migrations" not in path.parts and PACKAGE / "ui" not in path.parents
        if path.suffix in endings and is_ours:
            yield path


@every_model
def test_it_is_guarded(model):
    records = model._default_manager.get_queryset()
    assert isinstance(records, PermissionQuerySet) or issubclass(model, AccessGrant)
    assert "see" in permission_rules[model], "Say in permissions.py who may see it."


def test_v14_1_1_every_model_says_whose_its_data_are_and_why_prose_is_in_clear():
    assert check_privacy() == []


@every_model
def test_its_name_in_a_log_says_nothing_of_a_person(model):
    """A record's own name ends in logs and tracebacks: nothing personal may."""
    secrets = {name: f"secret-{name}" for name in personal_fields(model)}
    plain = {
        field.name: "x"
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and not field.primary_key
    }
    record = model(**plain | secrets)
    if not personal_fields(model) or not own_name(model):
        return
    assert "secret" not in f"{record!s} {record!r}"


def own_name(model):
    """Its `__str__` where it speaks of this record alone, not of another one's."""
    return model.__str__ is not models.Model.__str__


def test_v1_2_1_nobody_but_our_components_vouches_for_html():
    found = [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for path in code_and_templates(*TRUSTING)
        for line in path.read_text().splitlines()
        if TRUSTING[path.suffix].search(line)
    ]
    assert not found


def test_nobody_is_given_the_raw_admin():
    found = [
        path.relative_to(PACKAGE)
        for path in code_and_templates(".py")
        if "django.contrib.admin" in path.read_text()
    ]
    assert not found


# Whatever is noted in the ledger can be told to an auditor and to the person, in words.

NOTING = {"log_event", "log_list", "log_reads", "log_denied", "_note", "_changed", "_sign_out"}
# Written by other records' verbs only, or never opened or refused by themselves.
WITHIN_OTHERS = {
    "agreement",
    "basisreview",
    "complaintaction",
    "complaintsubject",
    "ending",
    "entry",
    "finding",
    "helprequestconsent",
    "helprequestmessage",
    "helprequeststep",
    "investigationnote",
    "mergeanswer",
    "mergeparted",
    "messagereply",
    "messagestep",
    "persontraits",
    "recovery",
    "responsedelivery",
    "riskreview",
    "sharedbasis",
    "stopped",
    "tombstone",
    "victim",
    "withdrawal",
}


def noted() -> Iterator[tuple[str, str]]:
    """Every deed that is written out in the code, and where."""
    for path in PACKAGE.rglob("*.py"):
        if {"tests", "migrations"} & set(path.parts):
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and _name(call) in NOTING:
                for part in (part for told in call.args for part in ast.walk(told)):
                    if isinstance(part, ast.Constant) and "." in str(part.value).strip("."):
                        yield part.value, f"{path.relative_to(PACKAGE)}:{call.lineno}"


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_every_action_in_the_code_has_words():
    found = dict(noted())
    assert len(found) > 100
    without = {event: where for event, where in found.items() if not events.is_registered(event)}
    assert not without, (
        "Name it in the `class Events` of its model, or in audit_events.py of its app."
    )


@pytest.mark.django_db
def test_every_action_of_three_weeks_has_words(sample_data):
    """Deeds whose names are put together are met here."""
    done = {entry.content.event for entry in AuditEntry.objects.all()}
    assert {event for event in done if not events.is_registered(event)} == set()


def test_every_kind_of_record_has_a_name():
    kinds = {m.audit_name for m in apps.get_models() if issubclass(m, Record)}
    assert kinds - WITHIN_OTHERS <= set(record_types())


def test_an_action_is_said_in_the_readers_language():
    with translation.override("es"):
        assert events.event_label("case.opened") != "Case opened"
    with translation.override("en"):
        assert events.event_label("case.seen") == "Opened: Case"
        assert events.event_label("case.of_tomorrow") == "Other action (case.of_tomorrow)"


# Whatever names a person says what becomes of it when their file is joined to another.

REFERENCES_TO_PEOPLE = [
    (model, field.name)
    for model in apps.get_models(include_auto_created=True)
    for field in model._meta.get_fields()
    if field.is_relation and field.concrete and field.related_model is Person
]
ALONG = [each for each in person_references.values() if each.read is OnMerge.SHOW_WITH_KEPT]


@pytest.mark.parametrize(
    ("model", "field"),
    REFERENCES_TO_PEOPLE,
    ids=lambda each: getattr(getattr(each, "_meta", None), "label", each),
)
def test_it_says_how_it_is_read_through_a_join(model, field):
    said = "Say in its app's privacy.py how it is read when two files are joined."
    assert (model, field) in person_references, said


def test_nothing_is_said_of_what_is_not_there():
    assert set(person_references) == set(REFERENCES_TO_PEOPLE)


def test_what_stays_with_its_file_says_why():
    assert [
        each for each in person_references.values() if each.read is OnMerge.KEEP and not each.why
    ] == []


@pytest.mark.parametrize("each", ALONG, ids=lambda each: each.model._meta.label)
def test_what_is_read_along_has_a_name_for_the_page(each):
    assert each.model.audit_name in record_types()


# What a person is told reaches every record.

SUBJECT_PARTS = [part for parts in personal_data.values() for part in parts]


@pytest.mark.parametrize("part", SUBJECT_PARTS, ids=lambda part: part.model._meta.label)
def test_it_is_disclosed_under_a_title_or_withheld_with_a_reason(part):
    assert bool(part.withheld) != bool(part.disclosed_fields and part.title)

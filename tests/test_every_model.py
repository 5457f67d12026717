"""Every record of the house is guarded, and every field says whether it is about a person."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import amparo
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.permissions.grants import (
    AccessGrant,
    PermissionQuerySet,
    permission_rules,
)

HOUSE = Path(amparo.__file__).parent
OURS = [
    model
    for model in apps.get_models(include_auto_created=False)
    if model.__module__.startswith("amparo.")
]
# Only our own components may say that a piece of HTML is safe: they escape what they are given.
TRUSTING = {
    ".py": re.compile(r"mark_safe|SafeString\("),
    ".html": re.compile(r"\|\s*safe(seq)?\b|autoescape off"),
}

every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)


def fields_of(model):
    """The columns that hold something: neither names of records nor ties between them."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.is_relation and field.name != "ref"
    }


def code_and_templates(*endings):
    for path in HOUSE.rglob("*"):
        is_ours = "migrations" not in path.parts and HOUSE / "ui" not in path.parents
        if path.suffix in endings and is_ours:
            yield path


@every_model
def test_it_is_guarded(model):
    records = model._default_manager.get_queryset()
    assert isinstance(records, PermissionQuerySet) or issubclass(model, AccessGrant)
    assert "see" in permission_rules[model], "Say in permissions.py who may see it."


@every_model
def test_v14_1_1_every_field_is_personal_or_harmless(model):
    key = set() if model._meta.pk.is_relation else {model._meta.pk.name}
    said = {*model.personal, *model.harmless} - key
    assert said == fields_of(model)
    assert not set(model.personal) & set(model.harmless)


@every_model
def test_v14_1_1_what_is_personal_is_stored_as_personal(model):
    stored = {
        field.name for field in model._meta.concrete_fields if isinstance(field, PersonalField)
    }
    assert set(model.personal) == stored


@every_model
def test_its_name_in_a_log_says_nothing_of_a_person(model):
    """A record's own name ends in logs and tracebacks: nothing personal may."""
    secrets = {name: f"secret-{name}" for name in model.personal}
    plain = {
        field.name: "x"
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and not field.primary_key
    }
    record = model(**plain | secrets)
    if not model.personal or not own_name(model):
        return
    assert "secret" not in f"{record!s} {record!r}"


def own_name(model):
    """Its `__str__` where it speaks of this record alone, not of another one's."""
    return model.__str__ is not models.Model.__str__


def test_v1_2_1_nobody_but_our_components_vouches_for_html():
    found = [
        f"{path.relative_to(HOUSE)}: {line.strip()}"
        for path in code_and_templates(*TRUSTING)
        for line in path.read_text().splitlines()
        if TRUSTING[path.suffix].search(line)
    ]
    assert not found


def test_nobody_is_given_the_raw_admin():
    found = [
        path.relative_to(HOUSE)
        for path in code_and_templates(".py")
        if "django.contrib.admin" in path.read_text()
    ]
    assert not found

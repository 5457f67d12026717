"""Whatever names a person says what becomes of it when their file is joined to another."""

import pytest
from django.apps import apps

from amparo.foundation.core.audit import events
from amparo.foundation.people.merged_records import OnMerge, person_references
from amparo.foundation.people.models import Person

OURS = [
    (model, field.name)
    for model in apps.get_models(include_auto_created=True)
    for field in model._meta.get_fields()
    if field.is_relation and field.concrete and field.related_model is Person
]
ALONG = [each for each in person_references.values() if each.read is OnMerge.ALONG]


@pytest.mark.parametrize(
    ("model", "field"), OURS, ids=lambda each: getattr(getattr(each, "_meta", None), "label", each)
)
def test_it_says_how_it_is_read_through_a_join(model, field):
    said = "Say in its app's keeping.py how it is read when two files are joined."
    assert (model, field) in person_references, said


def test_nothing_is_said_of_what_is_not_there():
    assert set(person_references) == set(OURS)


def test_what_stays_with_its_file_says_why():
    assert [
        each
        for each in person_references.values()
        if each.read is OnMerge.ITS_OWN and not each.why
    ] == []


@pytest.mark.parametrize("each", ALONG, ids=lambda each: each.model._meta.label)
def test_what_is_read_along_has_a_name_for_the_page(each):
    assert each.model.audit_name in events.RECORD_TYPES

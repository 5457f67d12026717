"""Everything that a person is told of a record has a label of its own, in their language."""

from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils import translation

import amparo
from amparo.foundation.core import erasure
from amparo.foundation.core.audit.record_types import record_types
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.erasure import ErasureRecord, PersonalDataDeclaration
from amparo.foundation.core.extension_points import personal_data
from amparo.foundation.core.labels import label_of
from amparo.foundation.people.models import Consent, Person
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.family_tracing.models import InquirerNotification
from amparo.pillars.assistance.privacy.disclosure import OF_CASE, OF_PERSON

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def disclosed_fields():
    """What is disclosed of each model, and what is personal of it."""
    found = defaultdict(set, {Person: set(OF_PERSON), Case: set(OF_CASE)})
    for parts in personal_data.values():
        for part in parts:
            found[part.model] |= set(part.disclosed_fields)
    for model in apps.get_models():
        personal = (field for field in model._meta.concrete_fields)
        found[model] |= {field.name for field in personal if isinstance(field, PersonalField)}
    return {model: sorted(names) for model, names in found.items() if names}


DISCLOSED = disclosed_fields()


@pytest.fixture(scope="module")
def catalogues():
    folder = Path(amparo.__file__).parent / "locale"
    found = {}
    for code in set(LANGUAGES) - {"en"}:
        with (folder / code / "LC_MESSAGES" / "django.po").open("rb") as file:
            found[code] = read_po(file, locale=code)
    return found


def untranslated(labels, catalogues):
    """Asked of the catalogues: a translation may be the same word as in English."""
    for label in labels:
        *context, text = label._args  # as `gettext_lazy` or `pgettext_lazy` was called
        for code, catalogue in catalogues.items():
            message = catalogue.get(text, context=context[0] if context else None)
            if not getattr(message, "string", ""):
                yield code, text


@pytest.mark.parametrize("model", DISCLOSED, ids=lambda model: model._meta.label)
def test_what_is_told_has_a_label_of_its_own(model):
    labels = {name: str(label_of(model, name)) for name in DISCLOSED[model]}
    assert all(labels.values()), "\n".join(f"{name}: {label}" for name, label in labels.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_fields_of_a_record_have_the_same_label(language):
    named = defaultdict(list)
    with translation.override(language):
        for model, names in DISCLOSED.items():
            for name in names:
                named[model._meta.label, str(label_of(model, name))].append(name)
    assert {key: names for key, names in named.items() if len(names) > 1} == {}


def test_labels_are_translated(catalogues):
    labels = [label_of(model, name) for model, names in DISCLOSED.items() for name in names]
    assert set(untranslated(labels, catalogues)) == set()


def test_types_of_records_are_called_as_their_models(catalogues):
    assert record_types()["case"] is Case._meta.verbose_name
    assert set(untranslated(record_types().values(), catalogues)) == set()


def test_two_records_may_call_a_field_of_one_name_differently():
    with translation.override("en"):
        assert str(label_of(Consent, "method")) == "How you answered"
        assert str(label_of(InquirerNotification, "method")) == "Mode"


def test_the_system_check_names_what_has_no_label():
    assert erasure.check_labels() == []
    told = ("record_type", "record_label")  # a field and a property
    part = PersonalDataDeclaration(ErasureRecord, lambda _: None, disclosed_fields=told)
    with personal_data.temporarily():
        personal_data.register(ErasureRecord, [part])
        errors = erasure.check_labels()
    assert {each.msg.split()[0] for each in errors} == set(told)
    assert {each.id for each in errors} == {"core.E008"}

"""What a person is told, and what is erased, reaches every record of the house."""

import pytest
from django.apps import apps
from django.test import TestCase

from amparo.foundation.core import erasure
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import DataKey, Entry, Notice, Tombstone
from amparo.foundation.people.models import PersonKey, PersonReach
from amparo.foundation.people.search.search import search
from amparo.pillars.assistance.models import Case, Closure, Deletion, SafetyAlert, Task
from amparo.pillars.assistance.told.words import CALLED

OURS = [model for model in apps.get_models() if model.__module__.startswith("amparo.")]
PARTS = [part for parts in erasure.personal_data_models.values() for part in parts]


def lies_somewhere(model):
    return bool(getattr(model, "personal", ()) or hasattr(model, "file"))


@pytest.mark.parametrize(
    "model", [m for m in OURS if lies_somewhere(m)], ids=lambda model: model._meta.label
)
def test_every_record_lies_in_a_file_or_says_why_not(model):
    said = {*erasure.personal_data_models, *erasure.without_owner, *(part.model for part in PARTS)}
    assert model in said, "Say in its app's keeping.py in which file it lies."


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.model._meta.label)
def test_what_is_personal_is_told_or_withheld_with_a_reason(part):
    if part.withheld:
        assert not part.tells
    else:
        assert set(part.model.personal) <= {*part.tells, *part.again}
        assert str(part.title)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.model._meta.label)
def test_every_field_that_is_told_has_a_name_that_one_understands(part):
    assert set(part.tells) <= set(CALLED)


@pytest.fixture
def erased(whole_world, tmp_path):
    """Everything that the world of tests holds of Rosa's case, erased by two people."""
    world = whole_world
    case, by = world.case, world.caseworker
    for alert in SafetyAlert.objects.unresolved().filter(case=case):
        alert.resolve(by=by, how="They moved.")
    Closure.propose(case, by=by, reason="goals_met", summary="They are well.")
    for asked in case.approvals.filter(is_waiting=True):
        asked.decide(by=world.supervisor, approved=True)
    case.refresh_from_db()
    asked = Deletion.ask(case, by=by, why="asked", because="She wants it gone.")
    world.parcel.refresh_from_db()
    kept = (world.attachment, world.filled_file, world.parcel)
    world.papers = [each.stored_as for each in kept]
    with TestCase.captureOnCommitCallbacks(execute=True):
        asked.confirm(by=world.supervisor)
    return world


@pytest.mark.django_db
def test_no_record_of_an_erased_file_is_left(erased):
    gone = {erased.case.ref, erased.rosa.ref}
    left = [
        f"{model._meta.label} {record.pk}"
        for model in OURS
        if lies_somewhere(model)
        for record in model._default_manager.all()
        if (record.file.ref if getattr(record, "file", None) else getattr(record, "ref", None))
        in gone
        and model is not Tombstone
    ]
    assert left == []


@pytest.mark.django_db
def test_nor_a_key_nor_a_paper_nor_a_trace_in_the_search(erased):
    gone = [erased.case.ref, erased.rosa.ref]
    assert not DataKey.objects.filter(owner_ref__in=gone).exists()
    assert all(erased.papers)
    assert not set(erased.papers) & set(EncryptedFile.names())
    assert not PersonKey.objects.filter(person__ref__in=gone).exists()
    assert not PersonReach.objects.filter(why=f"case:{erased.case.ref.hex}").exists()
    found = search(erased.supervisor, "Rosa Quispe Mamani")
    near = "Only her daughter is near, and whoever was written down alike."
    assert {person.given_names for person in found} == {"Nayeli", "Rossa"}, near
    assert not [n for n in Notice.objects.all() if str(erased.case.ref) in n.url]


@pytest.mark.django_db
def test_the_stones_and_the_ledger_remain(erased):
    stones = {stone.ref for stone in Tombstone.objects.all()}
    assert {erased.case.ref, erased.rosa.ref} <= stones
    assert Entry.objects.of_file(erased.case.ref).filter(deed="case.erased").exists()


@pytest.mark.django_db
def test_her_daughter_stays_with_her_own_case(erased):
    assert Case.objects.get(pk=erased.closed.pk).person == erased.nayeli
    erased.nayeli.refresh_from_db()
    assert erased.nayeli.given_names == "Nayeli"
    assert not Task.objects.filter(case__ref=erased.case.ref).exists()

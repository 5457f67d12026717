"""Nothing is left of a file that was erased, in any table, key, paper or search; its stone is."""

import pytest
from django.apps import apps
from django.db import transaction
from django.test import TestCase

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.models import AuditEntry, DataKey, ErasureRecord, Notification
from amparo.foundation.core.privacy_checks import speaks_of_somebody
from amparo.foundation.people.models import PersonAccessGrant, SearchToken
from amparo.foundation.people.search.search import search
from amparo.pillars.assistance.cases.models import Case, Closure, SafetyAlert, Task
from amparo.pillars.assistance.privacy.models import DeletionRequest
from tests.support.cast import Cast
from tests.support.sample_data import build_all

OUR_MODELS = [
    model
    for model in apps.get_models(include_auto_created=False)
    if model.__module__.startswith("amparo.")
]


@pytest.fixture(scope="module")
def erased(django_db_setup, django_db_blocker):
    """Everything that the sample data hold of Rosa's case, erased by two people. Built once."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_all(Cast())
        _erase(world)
        yield world
        transaction.set_rollback(True)


def _erase(world):
    case, by = world.case, world.caseworker
    for alert in SafetyAlert.objects.unresolved().filter(case=case):
        alert.resolve(by=by, how="They moved.")
    Closure.propose(case, by=by, reason="goals_met", summary="They are well.")
    for asked in case.approvalrequests.filter(is_waiting=True):
        asked.decide(by=world.supervisor, approved=True)
    case.refresh_from_db()
    asked = DeletionRequest.ask(case, by=by, why="asked", because="She wants it gone.")
    world.data_export.refresh_from_db()
    kept = (world.attachment, world.filled_file, world.data_export)
    world.papers = [each.storage_key for each in kept]
    with TestCase.captureOnCommitCallbacks(execute=True):
        asked.confirm(by=world.supervisor)


def test_no_record_of_an_erased_file_is_left(erased):
    gone = {erased.case.ref, erased.rosa.ref}
    left = [
        f"{model._meta.label} {record.pk}"
        for model in OUR_MODELS
        if speaks_of_somebody(model)
        for record in model._default_manager.all()
        if (record.file.ref if getattr(record, "file", None) else getattr(record, "ref", None))
        in gone
        and model is not ErasureRecord
    ]
    assert left == []


def test_nor_a_key_nor_a_paper_nor_a_trace_in_the_search(erased):
    gone = [erased.case.ref, erased.rosa.ref]
    assert not DataKey.objects.filter(owner_ref__in=gone).exists()
    assert all(erased.papers)
    assert not set(erased.papers) & set(EncryptedFile.names())
    assert not SearchToken.objects.filter(person__ref__in=gone).exists()
    assert not PersonAccessGrant.objects.filter(why=f"case:{erased.case.ref.hex}").exists()
    found = search(erased.supervisor, "Rosa Quispe Mamani")
    near = "Only her daughter is near, and whoever was written down alike."
    assert {person.given_names for person in found} == {"Nayeli", "Rossa"}, near
    assert not [n for n in Notification.objects.all() if str(erased.case.ref) in n.url]


def test_the_stones_and_the_ledger_remain(erased):
    stones = {stone.ref for stone in ErasureRecord.objects.all()}
    assert {erased.case.ref, erased.rosa.ref} <= stones
    assert AuditEntry.objects.of_file(erased.case.ref).filter(event="case.erased").exists()


def test_her_daughter_stays_with_her_own_case(erased):
    assert Case.objects.get(pk=erased.closed.pk).person == erased.nayeli
    erased.nayeli.refresh_from_db()
    assert erased.nayeli.given_names == "Nayeli"
    assert not Task.objects.filter(case__ref=erased.case.ref).exists()

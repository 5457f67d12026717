"""A model, a field, an app or a task is renamed, and everything stored before stays readable.

The renamed models here are second classes over the tables of the first, in another app and under
another name, as the next version of the code would have them.
"""

import ast
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation

import amparo
from amparo.foundation.core import receipt_codes
from amparo.foundation.core.audit import account_bindings, blocks, checkpoint, log
from amparo.foundation.core.audit.models import AuditEntry
from amparo.foundation.core.audit.verification import verify
from amparo.foundation.core.encryption import columns, key_ring, values
from amparo.foundation.core.encryption.fields import EncryptedFileField, PersonalField
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.extension_points import background_tasks
from amparo.foundation.core.jobs.backend import background_task
from amparo.foundation.core.jobs.models import WAITS, Job
from amparo.foundation.core.jobs.worker import Worker
from amparo.foundation.core.notifications.models import Notification
from amparo.foundation.core.receipt_codes import ReceiptCodeModel
from amparo.foundation.core.records import Record
from amparo.foundation.core.stored_names import check_models, check_stored_names
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.help_requests.models import HelpRequest

pytestmark = pytest.mark.django_db
PACKAGE = Path(amparo.__file__).parent
BEGUN = """
import django
django.setup()
from amparo.foundation.core.extension_points import background_tasks
print(*background_tasks)
"""
TASK = """
from amparo.foundation.core.audit import log
from amparo.foundation.core.jobs import background_task
from amparo.foundation.people.models import Person

@background_task(name="renamed-task", title="Write a line")
def {function}(ref):
    log.log_event(None, "person.changed", Person.objects.get(ref=ref), what="{function}")
"""


@pytest.fixture(autouse=True)
def start_again():
    """As a process that has just begun, before and after: it remembers no key."""
    yield forget_keys()
    forget_keys()


def forget_keys():
    key_ring.current_key_ring.cache_clear()
    values._recent.clear()
    values._numbers.clear()


def renamed(model, *bases, fields=None, **stored_names):
    """The table of `model` under another class and app, with the same constants or those given."""
    constants = {"crypto_label": model.crypto_label, "audit_name": model.audit_name}
    inherited = {field.name for base in bases for field in base._meta.local_fields}
    columns = {
        field.name: field.clone()
        for field in model._meta.concrete_fields
        if not field.is_relation and field.name not in inherited
    }
    meta = type("Meta", (), {"db_table": model._meta.db_table, "app_label": "core"})
    body = columns | (fields or {}) | constants | stored_names
    with isolate_apps():
        return type("Renamed", bases, {"Meta": meta, "__module__": __name__} | body)


def module(monkeypatch, name, function):
    """A module that declares the task as a function of that name."""
    made = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, made)
    exec(TASK.format(function=function), made.__dict__)  # noqa: S102 - our own text, above
    return getattr(made, function)


# What is stored stays readable.


def test_a_sealed_value_opens_under_another_name_of_its_model_and_app(rosa):
    individual = renamed(Person, Record)
    assert individual._meta.label == "core.Renamed"
    forget_keys()
    assert individual.objects.get(ref=rosa.ref).given_names == "Rosa"
    [row] = individual.objects.filter(ref=rosa.ref).values_list("ref", "given_names")
    assert columns.decrypt_column([row], model=individual, field="given_names") == ["Rosa"]


def test_and_what_is_sealed_now_opens_under_the_old_name_too(rosa):
    found = renamed(Person, Record).objects.get(ref=rosa.ref)
    found.given_names = "Rosa María"
    found.save(update_fields=["given_names"])
    forget_keys()
    assert Person.objects.get(pk=rosa.pk).given_names == "Rosa María"
    assert DataKey.objects.get(owner_ref=rosa.ref).owner_kind == "person"


def test_a_value_does_not_open_for_a_model_with_another_constant(rosa):
    """So the constant is what binds it: nobody passes a value off as one of another model."""
    other = renamed(Person, Record, crypto_label="individual")
    with pytest.raises(DecryptionError):
        _ = other.objects.get(ref=rosa.ref).given_names


def test_a_field_is_renamed_and_keeps_its_old_crypto_name(rosa):
    kept = PersonalField(crypto_name="given_names", db_column="given_names")
    assert (
        renamed(Person, Record, fields={"first_names": kept}).objects.get(ref=rosa.ref).first_names
        == "Rosa"
    )
    lost = PersonalField(db_column="given_names")
    with pytest.raises(DecryptionError):
        _ = (
            renamed(Person, Record, fields={"first_names": lost})
            .objects.get(ref=rosa.ref)
            .first_names
        )


def test_a_crypto_name_is_kept_in_migrations_only_where_it_is_given():
    assert "crypto_name" not in PersonalField().deconstruct()[3]
    given = PersonalField(crypto_name="old")
    assert given.deconstruct()[3]["crypto_name"] == given.clone().crypto_name == "old"


def test_a_receipt_code_is_accepted_under_another_name_of_its_model(caseworker, supervisor):
    code = receipt_codes.new_code()
    asked = HelpRequest.ask(code=code, needs=[2], text="A bed for two", language="ar")
    plea = renamed(HelpRequest, ReceiptCodeModel, Record)
    forget_keys()
    found = plea.for_code(code.lower())
    assert (found.pk, found.text) == (asked.pk, "A bed for two")
    assert renamed(HelpRequest, ReceiptCodeModel, Record, crypto_label="x").for_code(code) is None


def test_the_ledger_verifies_and_names_the_record_as_before(caseworker, rosa, settings, tmp_path):
    settings.AMPARO_AUDIT_CHECKPOINT = tmp_path / "checkpoint"
    checkpoint.begin(None)
    account_bindings.bind_all(account_bindings.unbound())
    log.log_read(caseworker, rosa)
    blocks.sign_pending_entries()
    individual = renamed(Person, Record).objects.get(ref=rosa.ref)
    log.log_read(caseworker, individual)
    blocks.sign_pending_entries()
    before, after = AuditEntry.objects.of_file(rosa.ref).reads().order_by("pk")
    assert (before.event, before.record_type) == (after.event, after.record_type)
    assert (after.event, after.record_type) == ("person.seen", "person")
    verdict = verify()
    assert verdict.is_valid, verdict.faults


def test_a_waiting_job_runs_after_its_task_moved_to_another_module(rosa, monkeypatch):
    with background_tasks.temporarily():
        module(monkeypatch, "old_place", "old_function").enqueue(str(rosa.ref))
    assert Job.objects.get().task == "renamed-task"
    monkeypatch.delitem(sys.modules, "old_place")
    with background_tasks.temporarily():
        module(monkeypatch, "new_place", "new_function")
        assert Worker().take_one()
        assert (Job.objects.get().state, Job.objects.get().title) == ("done", "Write a line")
    assert AuditEntry.objects.filter(details={"what": "new_function"}).count() == 1


# What would make it unreadable is seen before it happens.


def test_a_job_that_this_version_does_not_know_fails_in_words(administrator):
    Job.objects.create(task="gone-task", queue="default", failures=len(WAITS))
    assert Worker().take_one()
    job = Job.objects.get()
    assert (job.state, job.error_name) == ("dead", "UnknownTask")
    with translation.override("en"):
        assert job.title == "Work that this version does not know: gone-task"
    assert Notification.objects.filter(user=administrator, about="gone-task").exists()


def test_two_tasks_of_one_name_are_refused(monkeypatch):
    twice = pytest.raises(
        ImproperlyConfigured, match=r"renamed-task.*one_place\.one.*two_place\.two"
    )
    with background_tasks.temporarily():
        module(monkeypatch, "one_place", "one")
        with twice:
            module(monkeypatch, "two_place", "two")


def test_a_task_without_a_name_is_refused():
    with pytest.raises(TypeError, match="name"):
        background_task(title="No name")


def test_a_worker_that_has_just_begun_knows_every_task(tmp_path):
    told = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", BEGUN],
        env=os.environ | {"AMPARO_HOME": str(tmp_path), "DATABASE_URL": ""},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(told.stdout.split()) == set(declared())


def declared():
    """The name of each task in the code."""
    for path in PACKAGE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "background_task":
                yield next(each.value.value for each in call.keywords if each.arg == "name")


def test_every_model_has_its_stored_names():
    assert check_stored_names() == []
    assert Person.crypto_label == Person.audit_name == "person"
    labels = {getattr(model, "crypto_label", "") for model in apps.get_models()} - {""}
    assert not [label for label in labels if "." in label], "It carries no label of an app."


@isolate_apps("amparo.foundation.core")
def test_a_model_that_seals_without_a_constant_is_seen():
    class Sealing(Record):
        audit_name = "sealing"
        notes = PersonalField()

        class Meta:
            app_label = "core"

    class Paper(Record):
        audit_name = "paper"
        storage_key = EncryptedFileField()

        class Meta:
            app_label = "core"

    class Coded(ReceiptCodeModel):
        class Meta:
            app_label = "core"

    found = check_models([Sealing, Paper, Coded])
    assert [(each.id, each.obj) for each in found] == [
        ("core.E002", Sealing), ("core.E002", Paper), ("core.E002", Coded),
    ]  # fmt: skip


@isolate_apps("amparo.foundation.core")
def test_a_constant_of_an_abstract_model_is_none():
    class Base(Record):
        crypto_label = audit_name = "base"
        notes = PersonalField()

        class Meta:
            abstract = True

    class Sealing(Base):
        class Meta:
            app_label = "core"

    assert [each.id for each in check_models([Sealing])] == ["core.E002", "core.E003"]


@isolate_apps("amparo.foundation.core")
def test_two_models_of_one_constant_are_seen():
    class One(Record):
        crypto_label = audit_name = "same"
        notes = PersonalField()

        class Meta:
            app_label = "core"

    class Two(Record):
        crypto_label = audit_name = "same"
        notes = PersonalField()

        class Meta:
            app_label = "core"

    found = check_models([One, Two])
    assert [each.id for each in found] == ["core.E004", "core.E005"]
    assert "core.One, core.Two" in found[0].msg


@isolate_apps("amparo.foundation.core")
def test_two_fields_sealed_under_one_name_are_seen():
    class Sealing(Record):
        crypto_label = audit_name = "sealing"
        notes = PersonalField()
        story = PersonalField(crypto_name="notes")
        plain = models.TextField()

        class Meta:
            app_label = "core"

    seen = [each.id for field in Sealing._meta.get_fields() for each in field.check()]
    assert seen == ["core.E007", "core.E007"]

"""What a model says of its audit events is registered under their codes, each once."""

from contextlib import ExitStack

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test.utils import isolate_apps

from amparo.foundation.core.audit import events
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.encryption.fields import PersonalField
from amparo.foundation.core.extension_points import audit_events, notice_kinds
from amparo.foundation.core.notifications.kinds import Notice
from amparo.foundation.core.records import Record
from amparo.pillars.assistance.cases.models import Note

READ = Notice("Letter to read", "work")


@pytest.fixture(autouse=True)
def own_events():
    """Only what the test registers."""
    kinds = (audit_events, notice_kinds)
    with ExitStack() as stack:
        for kind in kinds:
            stack.enter_context(kind.temporarily())
            kind.content = {}
        yield


@isolate_apps("amparo.foundation.core")
def test_the_code_is_the_name_of_the_record_and_of_the_event():
    class Letter(Record):
        audit_name = "letter"

        class Meta:
            app_label = "core"

        class Events:
            written = AuditEvent("A letter was written", notice=READ)
            imported = AuditEvent("A letter was imported", code="brought")

    class Membership(Record):
        audit_name = "membership"

        class Meta:
            app_label = "core"

        class Events:
            prefix = "role"
            given = AuditEvent("Role granted", icon="user", timeline="Role")

    for model in (Letter, Membership):
        events.register_model(model)
    assert list(audit_events) == ["letter.written", "letter.brought", "role.given"]
    assert events.notices() == {"letter.written": READ}
    sentences = [str(each.sentence) for each in audit_events.values()]
    assert sentences == ["A letter was written", "A letter was imported", "Role"]


def test_no_code_is_named_twice():
    events.register_events({"code.loaded": AuditEvent("Imported")})
    with pytest.raises(ImproperlyConfigured, match=r"code\.loaded"):
        events.register_events({"code.loaded": AuditEvent("Again")})
    assert events.event_label("code.loaded") == "Imported"


def test_a_timeline_quotes_a_field_of_the_record():
    assert events.quoted_fields()["note"] == (Note, "text")


def test_an_event_that_quotes_another_field_names_one_of_its_record():
    for model, field in events.quoted_fields().values():
        told = [each for each in vars(model.Events).values() if isinstance(each, AuditEvent)]
        for name in filter(None, (field, *(each.quote for each in told))):
            assert isinstance(model._meta.get_field(name), PersonalField)

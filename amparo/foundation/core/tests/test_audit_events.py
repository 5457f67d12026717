"""What a model says of its audit events is registered under their codes, each once."""

import pytest
from django.test.utils import isolate_apps

from amparo.foundation.core.audit import events
from amparo.foundation.core.audit.events import AuditEvent
from amparo.foundation.core.records import Record


@pytest.fixture(autouse=True)
def own_events(monkeypatch):
    for registry in ("EVENTS", "QUOTES", "_NOTICES"):
        monkeypatch.setattr(events, registry, {})


@isolate_apps("amparo.foundation.core")
def test_the_code_is_the_name_of_the_record_and_of_the_event():
    class Letter(Record):
        audit_name = "letter"

        class Meta:
            app_label = "core"

        class Events:
            quote = "text"
            written = AuditEvent("A letter was written", notice="Read a letter.")
            imported = AuditEvent("A letter was imported", code="brought")

    class Membership(Record):
        audit_name = "membership"

        class Meta:
            app_label = "core"

        class Events:
            prefix = "role"
            given = AuditEvent("A role was given", icon="user", timeline="Role")

    for model in (Letter, Membership):
        events.register_model(model)
    assert list(events.EVENTS) == ["letter.written", "letter.brought", "role.given"]
    assert {"letter": (Letter, "text")} == events.QUOTES
    assert events.notices() == {"letter.written": "Read a letter."}
    sentences = [str(each.sentence) for each in events.EVENTS.values()]
    assert sentences == ["A letter was written", "A letter was imported", "Role"]


def test_no_code_is_named_twice_and_nothing_of_the_second_is_kept():
    events.register_events({"code.loaded": AuditEvent("Brought in")})
    with pytest.raises(ValueError, match=r"code\.loaded"):
        events.register_events({"code.loaded": AuditEvent("Again"), "x.y": AuditEvent("Other")})
    assert events.event_label("code.loaded") == "Brought in"
    assert "x.y" not in events.EVENTS

"""Somebody is reminded of what was agreed: by a text that moves with it, and only if they want."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.people.messaging.recipients import NotReachableByText, recipient_for
from amparo.foundation.people.models import Consent, Message
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.models import Closure, SafetyAlert, Task

# Their numbers, and the hours at which they may ring, are of Bolivia.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_la_paz")]
THURSDAY = datetime(2026, 11, 26, 14, tzinfo=UTC)  # 10:00 in La Paz
TUESDAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _in_english_on_thursday():
    with translation.override("en"), clock.at(THURSDAY):
        yield


@pytest.fixture
def calendar(client, case, rosa, caseworker):
    """The form that puts something into the calendar of Rosa's case: she may be texted."""
    yes = ConsentGiven((Choice("contact", True),), method="verbal", language="es")
    Consent.record(rosa, yes, by=caseworker)
    client.force_login(caseworker)

    def send(**told):
        return client.post(
            f"/cases/{case.ref}/tasks/new/",
            {
                "what": "meeting", "due_on": TUESDAY, "time": "10:00",
                "assigned_to": str(caseworker.ref), "once": str(uuid4()), **told,
            },
            headers={"accept-language": "en"},
        )  # fmt: skip

    return send


def test_nobody_is_texted_unless_it_is_chosen(calendar):
    assert calendar().status_code == 303
    assert not Message.objects.exists()


def test_the_day_before_at_a_good_hour(calendar, office):
    assert calendar(remind="day").status_code == 303
    message, task = Message.objects.get(), Task.objects.get(what="meeting")
    assert message.text == "Hola. Nos vemos el martes 1 de diciembre."
    assert message.due_at.astimezone(office.zone).strftime("%A %H:%M") == "Monday 08:00"
    assert message.until == task.due_at
    assert message.for_ref == task.ref


def test_the_hour_is_named_to_who_asked_to_be_reminded(calendar):
    calendar(remind="appointment")
    assert Message.objects.get().text == (
        "Tienes una cita el martes 1 de diciembre a las 10:00. Responde NO si no puedes."
    )


def test_an_hour_that_is_named_is_there(calendar):
    response = calendar(remind="appointment", time="")
    assert response.status_code == 422
    assert "time" in response.context["form"].errors
    assert not Task.objects.filter(what="meeting").exists()


def test_it_moves_with_its_task(calendar, caseworker, office):
    calendar(remind="day")
    Task.objects.get(what="meeting").move(TUESDAY + timedelta(days=7), by=caseworker)
    old, new = Message.objects.order_by("pk")
    assert (old.state, new.state) == ("cancelled", "queued")
    assert new.text == "Hola. Nos vemos el martes 8 de diciembre."


def test_what_is_done_is_not_reminded_of(calendar, caseworker):
    calendar(remind="day")
    Task.objects.get(what="meeting").done(by=caseworker)
    assert Message.objects.get().state == "cancelled"


def test_nor_is_anything_in_a_case_that_was_closed(calendar, case, caseworker, supervisor):
    calendar(remind="day")
    Closure.propose(case, by=caseworker, reason="goals_met", summary="They are well.")
    case.approvalrequests.get(what="closure").decide(by=supervisor, approved=True)
    assert Message.objects.get().state == "cancelled"


def test_the_next_contact_too(client, calendar, case):
    response = client.post(
        f"/cases/{case.ref}/follow-ups/new/",
        {
            "on": "2026-11-26", "mode": "message", "reached": "yes", "change": "same",
            "next_on": TUESDAY, "remind": "day", "once": str(uuid4()),
        },
    )  # fmt: skip
    assert response.status_code == 303
    assert Message.objects.get().for_ref == case.tasks.pending().get(what="follow_up").ref


def test_who_may_not_be_texted_is_not_offered_it(client, case, caseworker):
    client.force_login(caseworker)
    shown = client.get(
        f"/cases/{case.ref}/tasks/new/", headers={"accept-language": "en"}
    ).content.decode()
    assert "They are not reminded by text." in shown
    assert 'name="remind"' not in shown


def test_while_an_alert_says_do_not_contact_nobody_is(calendar, case, rosa, caseworker):
    alert = SafetyAlert.sound(case, by=caseworker, kind="found", do_not_contact=True)
    with pytest.raises(NotReachableByText) as refused:
        recipient_for(rosa)
    assert refused.value.code == "danger"
    calendar(remind="day")
    assert not Message.objects.exists()
    alert.resolve(by=caseworker, how="They moved.")
    assert recipient_for(rosa)


def test_the_story_of_the_case_tells_of_it(client, calendar, case):
    calendar(remind="day")
    shown = client.get(
        f"/cases/{case.ref}/history/", headers={"accept-language": "en"}
    ).content.decode()
    assert "SMS written" in shown
    assert "70012345" not in shown

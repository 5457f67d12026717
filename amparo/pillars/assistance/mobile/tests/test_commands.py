"""What is written where there is no network is done once it arrives, as if it were on a page."""

from datetime import timedelta

import pytest

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.fieldwork.models import OutboxEntry
from amparo.foundation.fieldwork.tests.offline_device import Phone, deliver, ref
from amparo.foundation.people.models import Consent, Person
from amparo.pillars.assistance.cases.models import Case, Note, SafetyAlert, Task
from amparo.pillars.assistance.planning.models import CasePlan, FollowUp
from amparo.pillars.assistance.services.models import ServiceProvided

EXPLAINED = ["interview", "purpose", "uses", "access", "retention", "withdrawal"]


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


@pytest.fixture
def action(case, caseworker):
    goal = CasePlan.begin(case, by=caseworker).set_goal(
        by=caseworker, text="A roof", horizon="long"
    )
    return goal.add_action(by=caseworker, text="Ask the shelter", due_on=case.office.today())


def states(receipts):
    return [each["state"] for each in receipts]


def test_a_note_arrives_in_its_file_under_its_own_ref(phone, case, caseworker):
    key = phone.write("note.write", case.ref, ref=(mine := ref()), kind="visit", text="Well.")
    [receipt] = phone.send()
    assert receipt == {"key": key, "state": "done", "text": "", "result": {}}
    note = Note.objects.get(ref=mine)
    assert (note.text, note.kind, note.by, note.case) == ("Well.", "visit", caseworker, case)
    assert not phone.outbox
    assert AuditEntry.objects.filter(event="note.written", by=caseworker).count() == 1
    assert OutboxEntry.objects.get().body is None


def test_what_is_sent_twice_is_done_once(phone, case):
    phone.write("note.write", case.ref, text="Once.")
    boxes = phone.boxed() + phone.boxed()
    assert states(deliver(boxes) + deliver(boxes)) == ["done"] * 4
    assert Note.objects.count() == 1


def test_the_same_key_with_other_words_is_refused(phone, case):
    key = phone.write("note.write", case.ref, text="First.")
    entry = dict(phone.outbox[key])
    phone.send()
    other = entry | {"fields": {"text": "Other."}}
    [receipt] = deliver([phone.box_of(other)])
    assert (receipt["key"], receipt["state"]) == (key, "refused")
    assert [note.text for note in Note.objects.all()] == ["First."]


def test_every_action_of_a_visit(phone, case, action, caseworker):
    today = case.office.today().isoformat()
    task = ref()
    phone.write("service.give", case.ref, given_on=today, service_type="shelter.emergency",
                quantity="2", unit="", note="", action=str(action.ref),
                is_emergency=False)  # fmt: skip
    phone.write("followup.hold", case.ref, on=today, mode="visit", reached=True, change="same",
                progress="She sleeps again.", story="", next_on=None)  # fmt: skip
    phone.write("task.plan", case.ref, ref=task, what="call", due_on=today, text="Ask", where="")
    phone.write("task.do", case.ref, ref=task, how="She answered.")
    phone.write("alert.sound", case.ref, kind="", text="He is at the check", do_not_contact=True)
    phone.write("action.end", case.ref, ref=action.ref, text="They have a bed",
                status={"was": "to_do", "now": "done"})  # fmt: skip
    receipts = phone.send()
    assert states(receipts) == ["done"] * 6, receipts
    assert ServiceProvided.objects.get().action == action
    assert FollowUp.objects.get().progress == "She sleeps again."
    assert Task.objects.get(ref=task).how == "She answered."
    assert SafetyAlert.objects.get().do_not_contact
    action.refresh_from_db()
    assert (action.status, action.end_text) == ("done", "They have a bed")


def test_somebody_is_registered_and_their_case_has_its_number_at_the_first_sync(
    phone, caseworker, office
):
    case, person = ref(), ref()
    opened = phone.write("case.open", ref=case, **_met(person))
    phone.write("note.write", case, after=opened, text="She came at night.")
    registered, noted = phone.send()
    found = Case.objects.get(ref=case)
    assert registered["result"] == {"case": case, "person": person, "number": found.number}
    assert noted["state"] == "done"
    assert (found.owner, found.presenting_concern) == (caseworker, "A bed")
    assert Person.objects.get(ref=person).name == "Amal Haddad"
    assert found.person.consents_to("case_management")
    assert Note.objects.get().case == found


def test_a_child_registered_without_network_and_without_an_adult_is_told_to_the_supervisor(
    phone, supervisor
):
    met, case = _met(ref()), ref()
    met["person"] |= {"birth_date": "2015-02-03", "birth_precision": "exact"}
    met["consent"] |= {
        "given_by": "authority", "giver_name": "Defensoría", "document": "Resolution 12",
        "document_issuer": "Court 2", "document_on": "2026-01-05",
    }  # fmt: skip
    phone.write("case.open", ref=case, **met)
    [receipt] = phone.send()
    assert receipt["state"] == "done", receipt
    assert Consent.objects.without_document().exists()  # no device sends the file with it
    notice = Notification.objects.get(user=supervisor, event="minor.registered")
    assert notice.about == Case.objects.get(ref=case).number


def test_nobody_is_registered_without_having_been_told(phone):
    met = _met(ref())
    met["consent"]["explained"] = ["interview"]
    phone.write("case.open", ref=ref(), **met)
    [receipt] = phone.send()
    assert receipt["state"] == "refused"
    assert "understood" in receipt["text"]
    assert not Person.objects.exists()


def test_a_child_does_not_consent_alone(phone):
    met = _met(ref())
    met["person"] |= {"birth_date": "2015-02-03", "birth_precision": "exact"}
    phone.write("case.open", ref=ref(), **met)
    [receipt] = phone.send()
    assert receipt["state"] == "refused"
    assert not Case.objects.exists()


def test_a_guardian_without_a_document_is_refused_and_nothing_is_lost(phone):
    met = _met(ref())
    met["person"] |= {"birth_date": "2015-02-03", "birth_precision": "exact"}
    met["consent"] |= {"given_by": "guardian", "giver_name": "Halima"}
    key = phone.write("case.open", ref=ref(), **met)
    [receipt] = phone.send()
    assert receipt["state"] == "refused"
    assert "note the document that names them" in receipt["text"]
    assert key in phone.outbox
    assert OutboxEntry.objects.get().body == met


def test_a_child_in_danger_for_whom_nobody_consents_is_registered_and_reviewed(phone, supervisor):
    met, case = _met(ref()), ref()
    met["person"] |= {"birth_date": "2015-02-03", "birth_precision": "exact"}
    met["consent"] = {"exception": "Alone at the border, at night."}
    phone.write("case.open", ref=case, **met)
    [receipt] = phone.send()
    assert receipt["state"] == "done", receipt
    exception = Case.objects.get(ref=case).person.exceptions.get()
    assert (exception.basis, exception.is_waiting) == ("vital_interest", True)
    assert Notification.objects.filter(user=supervisor, event="exception.asked").exists()


def test_a_note_about_somebody_whose_registration_has_not_arrived_waits(phone):
    case = ref()
    opened = phone.write("case.open", ref=case, **_met(ref()))
    note = phone.write("note.write", case, after=opened, text="She came at night.")
    [receipt] = phone.send(note)
    assert receipt["state"] == "held"
    assert note in phone.outbox
    assert OutboxEntry.objects.get().body == {"text": "She came at night."}
    phone.send(opened)
    assert states(phone.ask(note)) == ["done"]
    assert Note.objects.get().text == "She came at night."
    assert not phone.outbox


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("note.write", {"text": "x", "loud": True}),
        ("note.write", {"text": 7}),
        ("note.write", {}),
        ("note.write", {"text": "x", "kind": "secret"}),
        ("service.give", {"given_on": "yesterday", "service_type": "shelter.emergency"}),
        ("service.give", {"given_on": "2026-01-01", "service_type": "made.up"}),
        ("service.give", {"given_on": "2026-01-01", "service_type": "shelter.emergency",
                          "quantity": "1e400"}),
        ("followup.hold", {"on": "2026-01-01", "mode": "visit", "reached": "yes"}),
        ("task.plan", {"what": "screen", "due_on": "2026-01-01"}),
        ("make.tea", {"sugar": 2}),
    ],
)  # fmt: skip
def test_what_has_another_shape_is_refused_and_kept(verb, fields, phone, case):
    key = phone.write(verb, case.ref, **fields)
    [receipt] = phone.send()
    assert receipt["state"] == "refused"
    assert receipt["text"]
    assert key in phone.outbox
    assert OutboxEntry.objects.get().body == fields
    assert not Note.objects.exists()


def test_a_rule_says_no_as_it_does_on_the_page(phone, case):
    later = (case.office.today() + timedelta(days=1)).isoformat()
    phone.write("followup.hold", case.ref, on=later, mode="visit", reached=False)
    [receipt] = phone.send()
    assert receipt["state"] == "refused"
    assert "after it happened" in receipt["text"]


def test_one_entry_that_fails_loses_none_of_the_others(phone, case, monkeypatch):
    def fall(*_args, **_fields):
        raise ZeroDivisionError

    monkeypatch.setattr(SafetyAlert, "sound", fall)
    phone.write("note.write", case.ref, text="Before.")
    phone.write("alert.sound", case.ref, text="Falls.")
    phone.write("note.write", case.ref, text="After.")
    assert states(phone.send()) == ["done", "review", "done"]
    assert Note.objects.count() == 2
    assert OutboxEntry.objects.waiting().get().because == "fault"


def test_a_clock_that_is_wrong_moves_nothing_into_the_future(phone, case):
    phone.clock = timedelta(days=400)
    phone.write("note.write", case.ref, text="Tomorrow?")
    phone.clock = timedelta(days=-4000)
    phone.write("note.write", case.ref, text="Long ago?")
    phone.send()
    assert all(
        timedelta() <= now() - note.at < timedelta(minutes=5) for note in Note.objects.all()
    )


def test_the_batch_is_done_in_the_order_in_which_it_was_written(phone, case):
    keys = [phone.write("note.write", case.ref, text=str(at)) for at in range(5)]
    phone.send(*reversed(keys))
    assert [note.text for note in Note.objects.order_by("pk")] == ["0", "1", "2", "3", "4"]


def test_at_the_open_addresses_no_session_speaks_for_anybody(client, phone, case, supervisor):
    client.force_login(supervisor)
    phone.write("note.write", case.ref, text="Mine.")
    sent = {"boxes": phone.boxed()}
    client.post("/campo/deliver/", sent, content_type="application/json")
    assert Note.objects.get().by == phone.user


def _met(person: str) -> dict:
    return {
        "person": {"ref": person, "given_names": "Amal", "family_names": "Haddad",
                   "birth_date": None, "birth_year": 1990, "birth_precision": "estimated",
                   "languages": ["ar"]},
        "consent": {"how": "verbal", "language": "ar", "purposes": ["case_management"],
                    "explained": EXPLAINED, "given_by": "self", "giver_name": ""},
        "kind": "general", "channel": "walk_in", "presenting_concern": "A bed",
        "needs": [{"service_type": "shelter.emergency"}],
    }  # fmt: skip

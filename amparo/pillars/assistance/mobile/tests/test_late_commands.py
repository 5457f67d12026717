"""What a lost telephone had to say, and what somebody may no longer do, waits for a person."""

import io
import json

import pytest

from amparo.foundation.core.models import AuditEntry, DataKey
from amparo.foundation.fieldwork.models import Device, OutboxEntry
from amparo.foundation.fieldwork.tests.offline_device import Phone, deliver, ref
from amparo.pillars.assistance.cases.models import Case, Note

from .test_commands import _met, states


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


@pytest.fixture
def late(phone, case, caseworker):
    """A note that arrives after its telephone was revoked."""
    phone.write("note.write", case.ref, ref=ref(), text="She is on her way.")
    Device.objects.get().revoke(by=caseworker)
    assert states(phone.send()) == ["review"]
    return OutboxEntry.objects.get()


def test_of_a_revoked_telephone_nothing_is_done_and_nothing_is_lost(late, phone):
    assert not Note.objects.exists()
    assert not phone.outbox
    assert (late.body["text"], late.because) == ("She is on her way.", "revoked")
    assert AuditEntry.objects.get(event="sent.review").by is None


def test_a_person_takes_it_over_in_their_name(late, client, supervisor, phone):
    client.force_login(supervisor)
    assert "She is on her way." in client.get(f"/field/waiting/{late.ref}/").text
    assert client.post(f"/field/waiting/{late.ref}/accept/").status_code == 303
    note = Note.objects.get()
    assert (note.text, note.by, note.ref) == ("She is on her way.", supervisor, late.creates)
    late.refresh_from_db()
    assert (late.state, late.body, late.decision.is_accepted) == ("done", None, True)
    assert states(phone.ask(str(late.key))) == ["done"]


def test_or_puts_it_away_and_says_why(late, client, colleague, phone):
    client.force_login(colleague)
    where = f"/field/waiting/{late.ref}/put-away/"
    assert client.post(where, {"because": ""}).status_code == 422
    assert client.post(where, {"because": "Written by a thief."}).status_code == 303
    assert not Note.objects.exists()
    late.refresh_from_db()
    assert (late.state, late.body, late.decision.because) == ("away", None, "Written by a thief.")
    [receipt] = phone.ask(str(late.key))
    assert receipt["state"] == "refused"


def test_for_a_stranger_it_does_not_exist(late, client, stranger, data_officer):
    for who in (stranger, data_officer):
        client.force_login(who)
        assert client.get(f"/field/waiting/{late.ref}/").status_code == 404
        assert client.post(f"/field/waiting/{late.ref}/accept/").status_code == 404


def test_who_wrote_it_does_not_decide_about_a_file_that_is_no_longer_theirs(
    phone, case, client, caseworker, supervisor, cast
):
    phone.write("note.write", case.ref, text="About a restricted file.")
    case.owner = cast.keeper
    case.restrict("trafficking", by=cast.keeper)
    assert states(phone.send()) == ["review"]
    sent = OutboxEntry.objects.get()
    for who, status in ((caseworker, 403), (supervisor, 404), (cast.keeper, 303)):
        client.force_login(who)
        assert client.post(f"/field/waiting/{sent.ref}/accept/").status_code == status


def test_a_registration_of_a_lost_telephone_brings_its_notes_along(
    phone, caseworker, supervisor, other_office, client, stranger
):
    case = ref()
    opened = phone.write("case.open", ref=case, **_met(ref()))
    phone.write("note.write", case, after=opened, text="At the bridge.")
    Device.objects.get().revoke(by=caseworker)
    assert states(phone.send()) == ["review", "review"]
    registration = OutboxEntry.objects.get(verb="case.open")
    client.force_login(stranger)
    assert client.get(f"/field/waiting/{registration.ref}/").status_code == 404
    client.force_login(supervisor)
    for each in OutboxEntry.objects.order_by("sequence"):
        assert client.post(f"/field/waiting/{each.ref}/accept/").status_code == 303
    assert Case.objects.get(ref=case).owner == supervisor
    assert Note.objects.get().text == "At the bridge."


def test_whoever_left_is_believed_no_more(phone, case, caseworker):
    phone.write("note.write", case.ref, text="Before I left.")
    caseworker.is_active = False
    caseworker.save()
    assert states(phone.send()) == ["review"]
    assert OutboxEntry.objects.get().because == "left"


def test_a_refused_entry_is_tried_again_or_let_go_by_who_wrote_it(phone, case, client, caseworker):
    phone.write("note.write", case.ref, text="  ")
    assert states(phone.send()) == ["refused"]
    sent = OutboxEntry.objects.get()
    client.force_login(caseworker)
    assert "empty" in client.get("/field/waiting/").text
    assert client.post(f"/field/waiting/{sent.ref}/accept/").status_code == 409
    gone = client.post(f"/field/waiting/{sent.ref}/put-away/", {"because": "Nothing to say."})
    assert gone.status_code == 303


def test_another_hand_brings_the_file_of_a_telephone(phone, case, client, stranger):
    phone.write("note.write", case.ref, text="By bus.")
    saved = json.dumps({"boxes": [*phone.boxed(), "damaged"]}).encode()
    client.force_login(stranger)
    for _ in range(2):
        file = io.BytesIO(saved)
        file.name = "campo-2026-11-26.json"
        answer = client.post("/field/bring/", {"file": file}, follow=True)
        assert "1 entry arrived. 1 did not open" in answer.text
    assert Note.objects.get().by == phone.user


@pytest.mark.parametrize("saved", [b"", b"[]", b"{", b'{"boxes": 7}', b"\xff", b"[" * 99_999])
def test_a_file_of_no_telephone_is_refused_in_words(saved, client, caseworker):
    client.force_login(caseworker)
    file = io.BytesIO(saved)
    file.name = "campo.json"
    assert client.post("/field/bring/", {"file": file}).status_code == 422


def test_with_its_file_goes_what_waited_for_it(late, case, caseworker):
    from amparo.foundation.core import erasure
    from amparo.foundation.core.erasure import Erasure

    assert DataKey.objects.filter(owner_ref=case.ref).exists()
    erasure.erase(case, Erasure(reason="asked", by=caseworker, office=case.office))
    assert not OutboxEntry.objects.exists()
    assert not DataKey.objects.filter(owner_ref=case.ref).exists()


def test_the_secret_of_one_telephone_opens_no_other(phone, case, colleague):
    theirs = Phone(colleague).register()
    theirs.write("note.write", case.ref, text="In whose name?")
    mixed = Phone(colleague)
    mixed.device, mixed.secret = phone.device, theirs.secret
    mixed.outbox = theirs.outbox
    assert states(deliver(mixed.boxed())) == ["unreadable"]
    assert not OutboxEntry.objects.exists()

"""What is written where there is no network is done once it arrives, as if it were on a page."""

import pytest

from amparo.foundation.fieldwork.models import Sent
from amparo.foundation.fieldwork.tests.phone import Phone, deliver, ref
from amparo.foundation.trust.models import Entry
from amparo.pillars.assistance.models import Note


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


def test_a_note_arrives_in_its_file_under_its_own_ref(phone, case, caseworker):
    key = phone.write("note.write", case.ref, ref=(mine := ref()), kind="visit", words="She is well.")
    [receipt] = phone.send()
    assert receipt == {"key": key, "state": "done", "words": "", "result": {}}
    note = Note.objects.get(ref=mine)
    assert (note.words, note.kind, note.by, note.case) == ("She is well.", "visit", caseworker, case)
    assert not phone.outbox
    assert Entry.objects.filter(deed="note.written", by=caseworker).count() == 1
    assert Sent.objects.get().body is None


def test_what_is_sent_twice_is_done_once(phone, case):
    phone.write("note.write", case.ref, words="Once.")
    boxes = phone.boxed() + phone.boxed()
    assert [each["state"] for each in deliver(boxes) + deliver(boxes)] == ["done"] * 4
    assert Note.objects.count() == 1

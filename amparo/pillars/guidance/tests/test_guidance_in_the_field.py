"""Guidance goes along to the field: of one's office, in one's language, only when it changed."""

import gzip
import json

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.fieldwork.models import OutboxEntry
from amparo.foundation.fieldwork.tests.offline_device import Phone, ref
from amparo.foundation.standards.offline import MOST_BYTES
from amparo.foundation.standards.step_guidance import shown_for
from amparo.pillars.assistance.cases.models import Note, SafetyAlert
from amparo.pillars.guidance import shipped
from amparo.pillars.guidance.models import SectionText

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(caseworker):
    return Phone(caseworker).register()


def taken(phone, *, guidance: str = "", language: str = "en") -> dict | None:
    answer = phone.post("caseload", {"have": {}, "guidance": guidance, "language": language})
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    return next((line["guidance"] for line in lines if "guidance" in line), None)


def shown_entries():
    return AuditEntry.objects.filter(event="guidance.shown")


def test_cards_come_with_the_caseload_nearest_first_and_with_their_day(
    phone, publish, office, other_office
):
    publish("for-everybody", "case.safety_alert", "case.risk", title="A text for everybody")
    publish("ours", "case.safety_alert", at=office, title="What we do here")
    publish("theirs", "case.safety_alert", at=other_office, title="What they do there")
    told = taken(phone)
    assert [card["title"] for card in told["cards"]] == ["What we do here", "A text for everybody"]
    assert {code: cards for code, _label, cards in told["steps"]} == {
        "case.safety_alert": [0, 1], "case.risk": [1],
    }  # fmt: skip
    assert told["at"]
    assert told["cards"][0]["marks"] == ["draft"]
    assert "<p>Ask first.</p>" in told["cards"][0]["html"]


def test_what_the_telephone_has_is_not_sent_again_until_it_changes(phone, publish):
    publish("alerts", "case.safety_alert")
    digest = taken(phone)["digest"]
    assert taken(phone, guidance=digest) is None
    publish("risks", "case.risk")
    assert taken(phone, guidance=digest)["digest"] != digest


def test_a_text_stands_in_the_language_of_the_telephone_or_else_in_the_original(
    phone, publish, author, reviewer
):
    edition = publish("alerts", "case.safety_alert", title="In danger")
    assert taken(phone, language="es")["cards"][0]["language"] == "en"
    section = edition.sections.get()
    SectionText.write(
        section, by=reviewer, language="es", title="En peligro", markdown="Pregunte primero."
    )
    edition.publish_language("es", by=author)
    told = taken(phone, language="es")
    assert (told["language"], told["cards"][0]["title"]) == ("es", "En peligro")
    assert taken(phone, language="xx")["language"] in ("en", "es")


def test_an_entry_carries_the_editions_that_stood_there(phone, case, caseworker, publish):
    edition = publish("alerts", "case.safety_alert", title="In danger")
    key = phone.write("alert.sound", case.ref, kind="threat", text="He waits outside.")
    said = {"step": "case.safety_alert", "shown": [str(edition.ref), ref()]}
    phone.outbox[key]["guidance"] = said
    [receipt] = phone.send()
    assert receipt["state"] == "done"
    entry = shown_entries().get()
    assert (entry.by, entry.file_ref) == (caseworker, case.ref)
    assert entry.content.details["refs"] == [str(edition.ref)]
    [told] = shown_for([case], user=caseworker)[case.ref]
    assert "In danger" in told.subject.title
    assert told.step.code == "case.safety_alert"
    assert SafetyAlert.objects.count() == 1


def test_an_entry_that_is_held_keeps_them_until_its_turn(phone, case, publish):
    edition = publish("safety", "communication.safe")
    first = phone.write("note.write", case.ref, text="First.")
    second = phone.write("note.write", case.ref, after=first, text="Second.")
    phone.outbox[second]["guidance"] = {
        "step": "communication.safe", "shown": [str(edition.ref)],
    }  # fmt: skip
    assert phone.send(second)[0]["state"] == "held"
    assert not shown_entries().exists()
    held = OutboxEntry.objects.get(key=second)
    assert "guidance_shown" not in dict(held.described_fields)
    assert phone.send(first)[0]["state"] == "done"
    assert shown_entries().get().content.details["refs"] == [str(edition.ref)]
    assert Note.objects.count() == 2


def test_an_unknown_step_leaves_no_line_and_a_refused_entry_none(phone, case, publish):
    edition = publish("alerts", "case.safety_alert")
    refs = [str(edition.ref)]
    key = phone.write("note.write", case.ref, text="Well.")
    phone.outbox[key]["guidance"] = {"step": "no.step", "shown": refs}
    assert phone.send(key)[0]["state"] == "done"
    key = phone.write("note.write", case.ref, text="")
    phone.outbox[key]["guidance"] = {"step": "case.safety_alert", "shown": refs}
    assert phone.send(key)[0]["state"] == "refused"
    assert not shown_entries().exists()


def test_all_cards_that_ship_fit_in_each_language(phone):
    shipped.install()
    for language in ("en", "es", "fr", "ar"):
        told = taken(phone, language=language)
        line = json.dumps(told, ensure_ascii=False).encode()
        assert told["left_out"] == 0, language
        beside_steps = [card for card in shipped.cards() if "step" in dict(card.citations)]
        assert len(told["cards"]) == len(beside_steps)
        assert len(line) <= MOST_BYTES, (language, len(line))
        assert len(gzip.compress(line)) <= 40_000

"""Pages of the message bank: bad input comes back with a word, and materials can be printed."""

from time import process_time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.advocacy.message_bank.materials import MATERIALS, material_pdf
from amparo.pillars.advocacy.message_bank.models import (
    KeyMessage,
    MaterialRules,
    Pretest,
    PretestWaiver,
    Recording,
    RiskCheck,
)
from tests.support.sample_data.message_bank import SOUND

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "ar")


def at(name, *refs):
    return reverse(f"message_bank:{name}", args=refs)


def test_a_message_is_drafted_and_said_in_four_languages_on_one_page(writing, office):
    told = {
        "title": "The contract", "kind": "warning", "topic": "false_offers",
        "audience": "leaving", "languages": ["es", "fr"], "is_public": "on", "office": office.pk,
    }  # fmt: skip
    for wrong in ({"title": " "}, {"topic": "dragons"}, {"languages": []}, {"languages": ["xx"]},
                  {"review_on": "soon"}):  # fmt: skip
        assert writing.post(at("message-new"), told | wrong).status_code == 422
    assert writing.post(at("message-new"), told).status_code == 303
    message = KeyMessage.objects.get()
    where = at("wordings", message.ref, "standard")
    words = {"heading_es": "Lea", "body_es": "Lea el contrato.", "text_es": "Lea."}
    for wrong in ({"body_es": ""}, {"heading_es": ""}, {"heading_es": "x" * 91},
                  {"text_fr": "Lisez."}):  # fmt: skip
        answer = writing.post(where, words | wrong)
        assert answer.status_code == 422
        assert "Lea" in answer.content.decode(), "Nothing that was written is lost."
    assert writing.post(where, words).status_code == 303
    assert message.wording("es").text == "Lea."
    said = writing.get(message.get_absolute_url()).content.decode()
    assert "Wording missing in:" in said
    assert "Français" in said
    assert writing.post(where, {}).status_code == 422, "An empty form takes no wording away."
    french = {"heading_fr": "Lisez", "body_fr": "Lisez le contrat."}
    assert writing.post(where, french).status_code == 303
    assert KeyMessage.objects.get().written_languages == ("fr",)


def test_only_what_changed_is_written_anew(writing, draft, supervisor):
    draft.mark_read("fr", by=supervisor)
    told = {
        f"{part}_{row.language}": getattr(row, part)
        for row in draft.wordings.all()
        for part in ("heading", "body", "text")
    }
    writing.post(at("wordings", draft.ref, "standard"), told | {"body_es": "Otro."})
    draft = KeyMessage.objects.get()
    assert draft.wording("es").body == "Otro."
    assert draft.wording("fr").read_by == supervisor


def test_steps_before_approval_refuse_in_words(writing, draft):
    risk = {"answer": "yes", "measures": "Asked.", "groups": ["children"], "harms": ["fear"]}
    for wrong in ({"answer": ""}, {"measures": ""}, {"groups": []}, {"answer": "no"},
                  {"harms": ["dragons"]}):  # fmt: skip
        assert writing.post(at("risk-check", draft.ref), risk | wrong).status_code == 422
    assert not RiskCheck.objects.exists()
    assert writing.post(at("risk-check", draft.ref), risk).status_code == 303
    told = {
        "language": "es", "audience": "women", "method": "group", "asked": "24",
        "tested_on": draft.office.today(), "understood": "22",
    }  # fmt: skip
    for wrong in ({"asked": "0"}, {"asked": "21"}, {"understood": ""}, {"understood": "-1"},
                  {"language": "xx"}, {"tested_on": "2999-01-01"}, {"asked": "many"}):  # fmt: skip
        assert writing.post(at("pretest-new", draft.ref), told | wrong).status_code == 422
    assert not Pretest.objects.exists()
    assert writing.post(at("pretest-new", draft.ref), told).status_code == 303
    assert writing.post(at("waiver", draft.ref), {"reason": "other"}).status_code == 422
    assert writing.post(at("waiver", draft.ref), {"reason": "danger"}).status_code == 303
    said = writing.get(draft.get_absolute_url()).content.decode()
    assert "Yara Funes</bdi> waived it" in said
    assert "chart-pretest-es" in said
    assert writing.post(at("submit", draft.ref)).status_code == 303


def test_a_recording_must_be_one(writing, draft):
    for name, content in (("a.wav", b"no sound"), ("a.pdf", b"%PDF-1.4"), ("a.wav", b"")):
        file = SimpleUploadedFile(name, content, "audio/wav")
        answer = writing.post(at("recording-new", draft.ref), {"language": "es", "file": file})
        assert answer.status_code == 422
    file = SimpleUploadedFile("Lucía.wav", SOUND, "audio/wav")
    answer = writing.post(at("recording-new", draft.ref), {"language": "es", "file": file})
    assert answer.status_code == 303
    found = Recording.objects.get()
    assert b"".join(writing.get(at("recording", draft.ref, found.ref))) == SOUND
    assert found.public_name == f"{draft.number}-es.wav"


def test_a_new_version_shows_both_pretests(writing, draft, writer, supervisor):
    today = draft.office.today()
    told = {"audience": "women", "method": "group", "asked": 10, "tested_on": today}
    Pretest.record(draft, by=writer, language="es", today=today, understood=5, **told)
    RiskCheck.make(draft, by=writer, answer="no", measures="Asked.")
    PretestWaiver.sign(draft, by=writer, reason="translation")
    draft.submit(by=writer)
    draft.approve(by=supervisor)
    assert writing.post(at("new-version", draft.ref)).status_code == 303
    version = KeyMessage.objects.get(state="draft")
    Pretest.record(version, by=writer, language="es", today=today, understood=9, **told)
    said = writing.get(version.get_absolute_url()).content.decode()
    assert "first and last round" in said


def test_the_bank_is_searched_and_filtered_without_words_in_addresses(writing, draft):
    found = writing.post(at("messages"), {"q": "gratuita"})
    assert draft.number in found.content.decode()
    assert draft.number not in writing.post(at("messages"), {"q": "nada"}).content.decode()
    assert draft.number not in writing.get(f"{at('messages')}?missing=fr").content.decode()
    assert writing.post(at("messages"), {"q": " "}).status_code == 303


def test_who_did_not_write_it_approves_from_the_first_screen(client, submitted, supervisor):
    client.force_login(supervisor)
    assert submitted.number in client.get(at("overview")).content.decode()
    assert client.post(at("approve", submitted.ref)).status_code == 303
    assert submitted.number not in client.get(at("overview")).content.decode()


def test_materials_are_printed_in_four_languages_within_a_second(approved):
    link = approved.links.get(channel="poster")
    material_pdf(approved, "poster", ("es",), link)  # templates and letters are read once
    begun = process_time()
    assert material_pdf(approved, "poster", LANGUAGES, link).startswith(b"%PDF")
    assert process_time() - begun < 1
    for kind in MATERIALS:
        assert material_pdf(approved, kind, ("ar",), link).startswith(b"%PDF")


def test_a_material_of_a_language_without_wording_is_refused_by_name(draft, writer):
    draft.remove_wording("fr", by=writer)
    with pytest.raises(Refusal, match="Français"):
        material_pdf(KeyMessage.objects.get(), "poster", ("fr",), None)


def test_nothing_is_printed_of_a_withdrawn_message(writing, approved, supervisor):
    where = at("material", approved.ref, "poster", "all")
    assert writing.get(where).headers["Content-Type"] == "application/pdf"
    approved.withdraw(by=supervisor, because="Old.")
    assert writing.get(where).status_code == 409
    assert writing.get(at("material", approved.ref, "mug", "all")).status_code == 404


def test_the_contact_line_is_kept_by_its_office(writing, office, other_office):
    told = {"number": "800", "days": "weekdays", "pace_ar": 100, "pace_en": 140, "pace_es": 140,
            "pace_fr": 140}  # fmt: skip
    for wrong in ({"opens": "08:00"}, {"pace_es": 5}, {"days": "moonday"}, {"opens": "late"}):
        assert writing.post(at("contact-line", office.ref), told | wrong).status_code == 422
    assert writing.post(at("contact-line", office.ref), told).status_code == 303
    rules = MaterialRules.of(office)
    assert (rules.number, rules.pace("ar"), rules.pace("es")) == ("800", 100, 140)
    assert writing.get(at("contact-line", other_office.ref)).status_code == 404


def test_the_page_of_a_message_asks_as_little_with_more_on_it(
    writing, draft, writer, django_assert_max_num_queries
):
    today = draft.office.today()
    told = {"audience": "women", "method": "group", "asked": 10, "tested_on": today}
    for language in LANGUAGES:
        Pretest.record(draft, by=writer, language=language, today=today, understood=5, **told)
    RiskCheck.make(
        draft, by=writer, answer="yes", measures="Asked.", groups=["women"], harms=["fear"]
    )
    PretestWaiver.sign(draft, by=writer, reason="danger")
    writing.get(draft.get_absolute_url())
    with django_assert_max_num_queries(20):
        writing.get(draft.get_absolute_url())

"""Guidance beside a step of casework: what stands there, and what stood there once."""

import re
import tomllib

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.standards.extension_points import guidance_steps
from amparo.foundation.standards.step_guidance import (
    FIELD,
    cards_of_steps,
    field_of_answer,
    log_shown,
    shown_for,
    shown_in_file,
)
from amparo.pillars.advocacy.feedback.models import Complaint
from amparo.pillars.advocacy.feedback.views.actions import ACTIONS
from amparo.pillars.assistance.assessment.urgent_needs import URGENT_NEEDS
from amparo.pillars.assistance.cases.models import SafetyAlert
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.guidance import shipped
from amparo.pillars.guidance.models import SectionText

pytestmark = pytest.mark.django_db


def shown_entries():
    return AuditEntry.objects.filter(event="guidance.shown")


def sent_refs(page: str) -> list[str]:
    return re.findall(rf'name="{FIELD}" value="([^"]+)"', page)


def test_every_registered_step_has_a_card_and_every_card_a_registered_step():
    cited = {
        step
        for path in shipped.FOLDER.iterdir()
        for step in tomllib.loads(path.read_text("utf-8"))["steps"]
    }
    assert cited == set(guidance_steps)


def test_the_text_of_the_office_stands_above_the_one_for_everybody(
    client, case, caseworker, office, publish
):
    publish("for-everybody", "case.safety_alert", title="A text for everybody")
    publish("of-the-office", "case.safety_alert", at=office, title="What we do here")
    client.force_login(caseworker)
    page = client.get(reverse("cases:alert-new", args=[case.ref])).content.decode()
    assert "Guidance for this step (2)" in page
    assert page.index("What we do here") < page.index("A text for everybody")
    assert "Draft, not endorsed" in page
    assert len(sent_refs(page)) == 2


def test_more_than_three_stand_behind_one_more_touch(client, case, caseworker, publish):
    for number in range(4):
        publish(f"card-{number}", "case.safety_alert")
    client.force_login(caseworker)
    page = client.get(reverse("cases:alert-new", args=[case.ref])).content.decode()
    first, rest = page.split('<details class="guidance-rest">')
    assert (first.count('guidance-card"'), rest.count('guidance-card"')) == (3, 1)
    assert "All 4" in rest


def test_a_decision_keeps_the_editions_that_stood_there(client, case, caseworker, publish):
    edition = publish("alerts", "case.safety_alert", title="In danger")
    client.force_login(caseworker)
    page = reverse("cases:alert-new", args=[case.ref])
    refs = sent_refs(client.get(page).content.decode())
    assert client.post(page, {"kind": "found", FIELD: refs}).status_code == 303
    alert = SafetyAlert.objects.get()
    entry = shown_entries().get()
    assert (entry.record_ref, entry.file_ref) == (alert.ref, case.ref)
    assert str(edition.ref) not in str(entry.details), "the ledger tells no more than that"
    assert entry.content.details["refs"] == [str(edition.ref)]
    assert entry.content.details["step"] == "case.safety_alert"
    [told] = shown_for([alert], user=caseworker)[alert.ref]
    assert "In danger" in told.subject.title
    assert shown_in_file(case, user=caseworker) == [told]


def test_the_history_of_the_case_says_which_edition_stood_there(client, case, caseworker, publish):
    edition = publish("alerts", "case.safety_alert", title="In danger")
    client.force_login(caseworker)
    page = reverse("cases:alert-new", args=[case.ref])
    client.post(page, {"kind": "found", FIELD: [str(edition.ref)]})
    history = client.get(reverse("cases:case-history", args=[case.ref])).content.decode()
    assert "Guidance shown then:" in history
    assert "In danger" in history


def test_what_stood_there_is_named_in_the_language_of_the_reader_where_there_is_one(
    client, case, caseworker, author, translator, publish
):
    edition = publish("alerts", "case.safety_alert", title="In danger")
    section = edition.sections.get()
    SectionText.write(
        section, by=translator, language="es", title="En peligro", markdown="Pregunte primero."
    )
    edition.publish_language("es", by=author)
    client.force_login(caseworker)
    page = reverse("cases:alert-new", args=[case.ref])
    client.post(page, {"kind": "found", FIELD: [str(edition.ref)]})
    history = reverse("cases:case-history", args=[case.ref])
    told = {}
    for language in ("es", "fr"):
        caseworker.language = language
        caseworker.save(update_fields=["language"])
        told[language] = client.get(history).content.decode()
    assert '<bdi lang="es">En peligro</bdi>' in told["es"]
    assert '<bdi lang="en">In danger</bdi>' in told["fr"], "marked as the original that it is"
    assert "In danger" not in told["es"]


def test_a_refused_form_writes_nothing(client, case, caseworker, publish):
    edition = publish("alerts", "case.safety_alert")
    client.force_login(caseworker)
    page = reverse("cases:alert-new", args=[case.ref])
    answer = client.post(page, {"text": "", FIELD: [str(edition.ref)]})
    assert answer.status_code == 422
    assert not shown_entries().exists()


def test_what_is_no_edition_is_left_out(client, case, caseworker, publish):
    client.force_login(caseworker)
    page = reverse("cases:alert-new", args=[case.ref])
    sent = {"kind": "found", FIELD: ["x", str(case.ref)]}
    assert client.post(page, sent).status_code == 303
    assert not shown_entries().exists()


def test_of_a_restricted_case_the_entry_tells_nothing_in_clear(case, caseworker, publish):
    edition = publish("trafficking", "trafficking.screening")
    case.confidentiality = case.Confidentiality.TRAFFICKING
    assert case.is_restricted
    request = RequestFactory().post("/")
    request.user = caseworker
    request.POST = QueryDict(f"{FIELD}={edition.ref}")
    log_shown(request, "trafficking.screening", case)
    entry = AuditEntry.objects.get(event="restricted.done")
    assert "trafficking" not in f"{entry.event}{entry.record_type}{entry.details}"
    assert str(edition.ref) not in str(entry.details)
    [told] = shown_in_file(case, user=caseworker)
    assert "trafficking" in told.subject.title


def test_in_a_screening_the_cards_of_a_flag_stand_under_the_answer_that_raises_it(
    client, case, caseworker, publish
):
    publish("medical", "flag.medical", title="Health first")
    publish("asylum", "flag.asylum_wish", title="Never send back")
    client.force_login(caseworker)
    page = reverse("intake:screening-new", args=[case.ref])
    asked = client.get(page).content.decode()
    medical = asked.index('name="medical"')
    assert medical < asked.index("Health first", medical) < asked.index('name="suicide"')
    assert "Never send back" not in asked
    calm = dict.fromkeys(URGENT_NEEDS, "no") | {
        "danger_now": "yes",
        "shelter": "yes",
        "food": "yes",
    }
    refs = {field_of_answer("flag.medical"): re.findall(
        rf'name="{FIELD}.flag.medical" value="([^"]+)"', asked
    )}  # fmt: skip
    assert client.post(page, calm | refs).status_code == 303
    assert not shown_entries().exists(), "the answer that raises the flag was not given"
    ill = calm | refs | {"medical": "yes", "first_steps": "To the hospital at once."}
    assert client.post(page, ill).status_code == 303
    held = Screening.objects.latest("pk")
    entry = shown_entries().get()
    assert (entry.record_ref, entry.content.details["step"]) == (held.ref, "flag.medical")
    more = client.get(reverse("intake:screening-more", args=[case.ref, held.ref]))
    assert "Never send back" in more.content.decode()


def test_cards_cost_five_queries_and_the_second_page_no_markup(
    client, case, caseworker, publish, django_assert_max_num_queries
):
    for number in range(6):
        publish(f"card-{number}", "case.risk", "case.plan")
    assert caseworker.office, "read with the user by any page"
    with django_assert_max_num_queries(8):
        found = cards_of_steps(["case.risk", "case.plan", "case.needs"], user=caseworker)
    assert [len(found[step]) for step in ("case.risk", "case.plan", "case.needs")] == [6, 6, 0]


def test_consent_keeps_it_with_the_person_though_people_knows_no_guidance(
    client, rosa, caseworker, publish
):
    edition = publish("consent", "consent.record", title="Ask consent")
    client.force_login(caseworker)
    page = reverse("people:consent-new", args=[rosa.ref])
    assert "Ask consent" in client.get(page).content.decode()
    said = {
        "language": "es", "method": "verbal", "given_by": "self", "given_on": "2026-11-01",
        "expires_on": "2099-01-01", "agrees_case_management": "yes",
        FIELD: [str(edition.ref)],
    }  # fmt: skip
    assert client.post(page, said).status_code == 422
    assert not shown_entries().exists()
    said["explained"] = ["interview", "purpose", "uses", "access", "retention", "withdrawal"]
    answer = client.post(page, said)
    assert answer.status_code == 303
    entry = shown_entries().get()
    assert (entry.record_ref, entry.content.details["step"]) == (rosa.ref, "consent.record")
    history = client.get(reverse("privacy:person-history", args=[rosa.ref]))
    assert "Ask consent" in history.content.decode()


@pytest.mark.parametrize(
    ("action", "kind", "step"),
    [
        ("answer", "feedback", "complaint.answer"),
        ("answer", "sea", "complaint.sexual_exploitation"),
        ("category", "sea", ""),
    ],
)
def test_of_sexual_exploitation_other_guidance_stands_beside_a_complaint(action, kind, step):
    view = ACTIONS[action].view_class(**ACTIONS[action].view_initkwargs)
    assert view.get_guidance_step(Complaint(kind=kind)) == step

"""A case on paper: the same page to print and as a PDF, in the reader's language."""

import pytest
from django.urls import reverse

from amparo.foundation.core import pdf as press
from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.planning.models import CasePlan, FollowUp

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "ar")


@pytest.fixture
def full(case, caseworker):
    need = {"service_type": "shelter", "horizon": "immediate", "text": "#set page() $x$ سكن"}
    Assessment.make(case, by=caseworker, summary="Debt & danger <b>", needs=[need])
    goal = CasePlan.begin(case, by=caseworker).set_goal(
        by=caseworker, text="A bed", horizon="long"
    )
    goal.add_action(by=caseworker, text="Call *the* _shelter_", due_on=case.office.today())
    FollowUp.hold(
        case, by=caseworker, on=case.office.today(), mode="call", reached=True, change="same"
    )
    return case


def test_the_page_names_the_case_who_printed_and_when(client, full, caseworker):
    client.force_login(caseworker)
    told = client.get(reverse("cases:case-print", args=[full.ref])).content.decode()
    assert full.number in told
    assert caseworker.name in told
    assert "Only by message, after 18:00" in told
    assert "Call *the* _shelter_" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_in_each_language(client, full, caseworker, language):
    client.force_login(caseworker)
    answer = client.get(reverse("cases:case-pdf", args=[full.ref]), {"language": language})
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{full.number}.pdf"'
    printed = AuditEntry.objects.get(event="case.printed")
    assert printed.details == {"format": "pdf", "language": language}


def test_where_no_pdf_can_be_made_the_page_says_so(
    client, full, caseworker, tmp_path, monkeypatch
):
    monkeypatch.setattr(press, "LETTERS", tmp_path)
    client.force_login(caseworker)
    answer = client.get(reverse("cases:case-pdf", args=[full.ref]))
    assert answer.status_code == 503
    assert "print it" in answer.content.decode()
    assert not AuditEntry.objects.filter(event="case.printed").exists()


def test_a_stranger_prints_nothing(client, full, stranger):
    client.force_login(stranger)
    for name in ("cases:case-print", "cases:case-pdf"):
        assert client.get(reverse(name, args=[full.ref])).status_code == 404

"""Two papers in the hands of who goes home: what they declare, and what they take along."""

import pytest
from django.utils import translation

from amparo.foundation.core.models import AuditEntry
from amparo.pillars.assistance.returns import pdf
from amparo.pillars.assistance.returns.models import TravelAssistance

from . import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(monkeypatch):
    """What would be set on paper."""
    found = {}
    monkeypatch.setattr(pdf, "paper_of", lambda page, said: found.update(said) or b"%PDF-")
    return found


def test_the_declaration_says_that_they_may_change_their_mind(journey, printed):
    pdf.declaration(journey.travellers.get())
    assert "Rosa Quispe" in printed["opening"][0]
    assert any("change my mind" in said for said in printed["statements"])
    assert "Signature or thumbprint" in printed["signs"]


def test_for_a_child_the_guardian_declares_and_the_child_was_asked(with_child, nayeli, printed):
    pdf.declaration(with_child.travellers.get(person=nayeli))
    assert any("may say no" in said for said in printed["statements"])
    assert "Signature or thumbprint of the guardian" in printed["signs"]


def test_what_they_take_along_tells_the_way_and_the_medicines(journey, rosa, caseworker, printed):
    ways.planned(journey)
    TravelAssistance.arrange(
        journey, by=caseworker, kind="medicines", text="Salbutamol, when she needs it."
    )
    pdf.pack(journey, [rosa])
    titles = [part["title"] for part in printed["parts"]]
    assert {"Travellers", "Itinerary", "Medicines you carry", "What is your right"} <= set(titles)
    assert printed["parts"][1]["rows"][0][:2] == ["La Paz", "Lima"]


def test_a_paper_is_made_in_the_language_asked_for(client, journey, caseworker, monkeypatch):
    spoken = []
    monkeypatch.setattr(
        pdf, "paper_of", lambda page, said: spoken.append(translation.get_language()) or b"%PDF"
    )
    client.force_login(caseworker)
    answer = client.get(f"/returns/{journey.ref}/pack/?language=ar")
    assert (answer["Content-Type"], spoken) == ("application/pdf", ["ar"])
    assert AuditEntry.objects.filter(event="return.printed").count() == 1


def test_a_stranger_takes_none(client, journey, stranger):
    client.force_login(stranger)
    traveller = journey.travellers.get()
    for path in ("pack/", f"travellers/{traveller.ref}/declaration/"):
        assert client.get(f"/returns/{journey.ref}/{path}").status_code == 404

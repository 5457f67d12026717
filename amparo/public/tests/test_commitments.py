"""Commitments for anybody: only what was published, by page, feed and interface."""

from datetime import date

import pytest
from defusedxml import ElementTree
from django.urls import reverse

from amparo.pillars.dialogue.models import Commitment, ProgressReport, Review
from amparo.pillars.dialogue.models.progress import Progressed
from amparo.public.commitments import ATOM

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(cast):
    def make(text: str, *, is_public: bool) -> Commitment:
        by = cast.policy_officer
        made = Commitment.record(
            by=by, office=by.office, origin="pledge", text=text, language="es", country="BO",
            today=date(2026, 3, 2), bearers=[cast.organization],
        )  # fmt: skip
        if is_public:
            made.publish(by=by)
        return made

    return make


def address(name: str, *args) -> str:
    return f"{reverse(f'public:{name}', args=args)}?lang=en"


def test_only_published_ones_are_listed_opened_and_fed(make, client, cast):
    shown, hidden = make("Abrir el registro", is_public=True), make("Secreto", is_public=False)
    for page in ("commitments", "commitments-feed"):
        said = client.get(address(page)).content.decode()
        assert "Abrir el registro" in said
        assert "Secreto" not in said
    assert address("commitments") in client.get(address("home")).content.decode()
    page = client.get(address("commitment", shown.ref)).content.decode()
    assert cast.organization.name in page
    assert cast.policy_officer.name not in page
    assert "No progress was reported" in page
    assert client.get(address("commitment", hidden.ref)).status_code == 404
    assert client.get(f"/api/dialogue/commitments/{hidden.ref}").status_code == 404


def test_what_was_reported_stands_beside_what_was_reviewed(make, client, cast):
    shown = make("Abrir el registro", is_public=True)
    day = date(2026, 3, 2)
    ProgressReport.send(
        cast.organization, by=cast.official, since=day, until=day, reporter="Ana Made-up",
        lines=[Progressed(shown, "on_track", "Two desks opened")],
    )  # fmt: skip
    Review.record(
        shown, by=cast.supervisor, progress="behind", text="One is closed", evidence="A visit"
    )
    page = client.get(address("commitment", shown.ref)).content.decode()
    for words in ("Two desks opened", "One is closed", "On track", "Behind schedule"):
        assert words in page
    told = client.get(f"/api/dialogue/commitments/{shown.ref}").json()
    assert told["reported"][0]["institution"] == cast.organization.name
    for name in ("Ana Made-up", cast.official.name, cast.supervisor.name):
        assert name not in page + str(told)


def test_a_feed_and_an_address_stay_the_same(make, client):
    shown = make("Abrir el registro", is_public=True)
    root = ElementTree.fromstring(client.get(address("commitments-feed")).content)
    [entry] = root.findall(f"{{{ATOM}}}entry")
    assert entry.find(f"{{{ATOM}}}id").text == f"urn:uuid:{shown.ref}"
    [told] = client.get("/api/dialogue/commitments?country=bo").json()
    assert (told["ref"], told["text"], told["language"]) == (
        str(shown.ref), "Abrir el registro", "es",
    )  # fmt: skip
    one = client.get(f"/api/dialogue/commitments/{shown.ref}").json()
    assert one["positions"] == []
    assert one["no_deadline"] is False


def test_what_is_no_longer_public_is_gone_everywhere(make, client, cast):
    shown = make("Abrir el registro", is_public=True)
    shown.unpublish(by=cast.policy_officer)
    assert client.get(address("commitment", shown.ref)).status_code == 404
    assert client.get("/api/dialogue/commitments").json() == []

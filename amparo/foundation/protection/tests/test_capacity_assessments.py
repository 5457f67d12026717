"""Capacity of a duty bearer counts once a second person has confirmed it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.foundation.core.models import AuditEntry, Notification, Organization
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.directory.models import DutyBearer, Provider
from amparo.foundation.protection.models import CapacityAssessment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def institution(db):
    found = Organization.found(by=None, name="Health directorate", kind="government", country="BO")
    Provider.list(found, by=None)
    DutyBearer.recognize(found, by=None, mandate={"en": "Health for everybody"})
    return found


@pytest.fixture
def said(institution, office):
    return {
        "organization": institution, "right": "health", "ability": 2, "will": 1,
        "ability_evidence": "Two doctors for the district.", "ability_source": "Visit, October",
        "will_evidence": "Asks for documents at the counter.", "will_source": "Three referrals",
        "assessed_on": office.today(),
    }  # fmt: skip


@pytest.fixture
def draft(said, supervisor):
    return CapacityAssessment.record(by=supervisor, **said)


def test_a_draft_counts_nowhere(draft):
    assert list(CapacityAssessment.objects.drafts()) == [draft]
    assert not CapacityAssessment.objects.in_force().exists()


def test_nobody_confirms_their_own(draft, supervisor):
    with pytest.raises(Refusal):
        draft.confirm(by=supervisor)
    with pytest.raises(Refusal):
        draft.send_back(by=supervisor, because="Too little.")


def test_a_second_person_confirms_and_the_assessor_is_told(draft, supervisor, data_officer):
    draft.confirm(by=data_officer)
    draft.confirm(by=data_officer)  # sent twice
    assert list(CapacityAssessment.objects.in_force()) == [draft]
    assert Notification.objects.get(event="capacity.confirmed").user == supervisor
    assert AuditEntry.objects.filter(event="capacity.confirmed").count() == 1


def test_a_later_one_takes_its_place_and_the_history_stays(draft, said, supervisor, data_officer):
    draft.confirm(by=data_officer)
    later = CapacityAssessment.record(by=data_officer, **said | {"will": 3})
    later.confirm(by=supervisor)
    draft.refresh_from_db()
    assert draft.superseded_at is not None
    assert list(CapacityAssessment.objects.in_force()) == [later]
    elsewhere = CapacityAssessment.record(by=data_officer, **said | {"right": "education"})
    elsewhere.confirm(by=supervisor)
    assert CapacityAssessment.objects.in_force().count() == 2


def test_an_older_one_does_not_replace_a_later_one(draft, said, supervisor, data_officer):
    old = said | {"assessed_on": said["assessed_on"] - timedelta(days=30)}
    older = CapacityAssessment.record(by=supervisor, **old)
    draft.confirm(by=data_officer)
    with pytest.raises(Refusal):
        older.confirm(by=data_officer)


def test_what_was_returned_says_why_and_is_not_confirmed(draft, data_officer):
    with pytest.raises(Refusal):
        draft.send_back(by=data_officer, because=" ")
    draft.send_back(by=data_officer, because="Who said so?")
    with pytest.raises(Refusal):
        draft.confirm(by=data_officer)
    assert not CapacityAssessment.objects.drafts().exists()


@pytest.mark.parametrize(
    "change",
    [
        {"ability": 4},
        {"will": -1},
        {"will_evidence": ""},
        {"ability_source": " "},
        {"right": ""},
    ],
)
def test_a_level_needs_its_evidence_and_stands_on_the_scale(said, supervisor, change):
    with pytest.raises(Refusal):
        CapacityAssessment.record(by=supervisor, **said | change)


def test_only_a_duty_bearer_is_assessed(said, supervisor, organization):
    with pytest.raises(Refusal, match="obligations"):
        CapacityAssessment.record(by=supervisor, **said | {"organization": organization})


def test_from_the_page_of_the_institution_to_a_confirmed_level(
    client, institution, said, supervisor, data_officer
):
    client.force_login(supervisor)
    page = client.get(f"/directory/organizations/{institution.provider.ref}/").content.decode()
    assert "Nobody has assessed its ability and will yet." in page
    asked = said | {"organization": institution.pk, "assessed_on": said["assessed_on"].isoformat()}
    answer = client.post("/capacity/new/", asked)
    assert answer.status_code == 303
    draft = CapacityAssessment.objects.get()
    assert client.get("/waiting/").content.decode().count('href="/capacity/"') == 0
    assert client.post(f"/capacity/{draft.ref}/confirm/").status_code == 422
    client.force_login(data_officer)
    overview = client.get(reverse("data-overview")).content.decode()
    assert "Capacity assessments to confirm" in overview
    assert "Two doctors" in client.get(f"/capacity/{draft.ref}/").content.decode()
    assert client.post(f"/capacity/{draft.ref}/confirm/").status_code == 303
    assert "1 · Weak" in client.get("/capacity/").content.decode()


def test_partners_and_caseworkers_do_not_read_it(
    client, draft, institution, caseworker, nurse, official
):
    for user in (caseworker, nurse, official):
        client.force_login(user)
        assert client.get("/capacity/").status_code == 404
        assert client.get(f"/capacity/{draft.ref}/").status_code == 404
        page = client.get(f"/directory/organizations/{institution.provider.ref}/")
        assert "capacity" not in page.content.decode().lower().replace("capacity/", "")


def test_a_day_to_come_is_refused_and_nothing_is_lost(client, said, institution, supervisor):
    client.force_login(supervisor)
    day = said["assessed_on"] + timedelta(days=2)
    asked = said | {"organization": institution.pk, "assessed_on": day.isoformat()}
    answer = client.post("/capacity/new/", asked)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The date is in the future." in page
    assert "Two doctors for the district." in page


def test_a_returned_one_begins_the_next(client, draft, supervisor, data_officer):
    draft.send_back(by=data_officer, because="Who said so?")
    client.force_login(supervisor)
    page = client.get(f"/capacity/new/?again={draft.ref}").content.decode()
    assert "Two doctors for the district." in page

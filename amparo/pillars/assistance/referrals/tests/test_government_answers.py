"""A government focal point reads what was sent to them, and nothing else of the person."""

import pytest

from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.permissions.masking import MASKED
from amparo.foundation.core.records import new_reference
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.models import Note
from amparo.pillars.assistance.referrals.models import Referral
from amparo.pillars.assistance.referrals.presenters import ReceivedReferral

pytestmark = pytest.mark.django_db
REQUEST = "Her work permit was refused on 3 May; she needs the reasons in writing."
STORY = "The foreman kept her passport"
SUPPORT = "Uses a wheelchair"


@pytest.fixture
def ministry():
    return Organization.found(by=None, name="Ministerio de Trabajo", kind="government")


@pytest.fixture
def focal_point(ministry):
    return member(ministry, "focal@example.org")


@pytest.fixture
def sent(case, rosa, caseworker, ministry):
    """Rosa agreed, and was referred to the ministry; other things were written about her."""
    Note.write(case, by=caseworker, text=STORY)
    rosa.support_needs = SUPPORT
    rosa.save(update_fields=["support_needs"])
    yes = Choice("share_authorities", True, "organization", ministry)
    Consent.record(rosa, ConsentGiven((yes,), "verbal", "es"), by=caseworker)
    return Referral.send(
        case, by=caseworker, to=ministry, people=[rosa], service_type="legal",
        urgency="standard", items=["name", "support"], text=REQUEST,
    )  # fmt: skip


def member(organization, email, role="official"):
    office, _new = Office.objects.get_or_create(
        organization=organization, name="Dirección", country="BO"
    )
    user = User.objects.create_user(email, "Inés Cabrera", language="en")
    user.add_role(role, by=None, office=office)
    return user


def test_the_focal_point_reads_the_request_and_the_thread(client, sent, focal_point, caseworker):
    today = sent.case.office.today()
    client.force_login(focal_point)
    here = f"/received/{sent.ref}/"
    client.post(f"{here}answer/", {"outcome": "asked", "text": "Under which number?"})
    Referral.objects.get(pk=sent.pk).reply(by=caseworker, text="Number 4471.")
    client.post(f"{here}answer/", {"outcome": "accepted", "text": "Come on Monday."})
    given = {"ref": new_reference(), "given_on": today, "text": "Reasons given."}
    client.post(f"{here}report/", given)
    page = client.get(here).text
    thread = ("Under which number?", "Number 4471.", "Come on Monday.", "Reasons given.")
    assert [words for words in (REQUEST, SUPPORT, *thread) if words not in page] == []
    assert str(MASKED) not in page


def test_nothing_else_about_the_person_opens(client, sent, focal_point, rosa, case):
    client.force_login(focal_point)
    here = f"/received/{sent.ref}/"
    secret = (STORY, "70012345", case.number)
    for page in (client.get(here), client.get("/received/"), client.get("/notices/")):
        assert page.status_code == 200
        assert [words for words in secret if words in page.text] == []
    assert REQUEST not in client.get("/received/").text + client.get("/notices/").text
    for url in (f"/people/{rosa.ref}/", f"/cases/{case.ref}/", sent.get_absolute_url()):
        assert client.get(url).status_code == 404, url
    assert focal_point.main_role.classes == {"identity", "contact"}


def test_who_may_look_without_answering_reads_no_words(sent, focal_point):
    """As a token of the ministry that only follows what was sent."""
    focal_point.scope = frozenset({"referral.see"})
    received = ReceivedReferral(sent, by=focal_point)
    assert received.unread == str(MASKED)
    assert "Rosa" in str(received.people)
    assert SUPPORT not in str(received.people)


@pytest.mark.parametrize("kind", ["government", "ngo"])
def test_another_organization_finds_no_referral(client, sent, kind):
    other = Organization.found(by=None, name="Another one", kind=kind)
    role = "official" if kind == "government" else "provider"
    reader = member(other, "other@example.org", role)
    client.force_login(reader)
    assert client.get(f"/received/{sent.ref}/").status_code == 404
    assert ReceivedReferral(sent, by=reader).seen == reader.main_role.classes


def test_a_consent_taken_back_closes_it_to_the_focal_point_too(client, sent, focal_point, rosa):
    client.force_login(focal_point)
    assert client.get(f"/received/{sent.ref}/").status_code == 200
    rosa.consents.get(purpose="share_authorities").withdraw(by=sent.by)
    assert client.get(f"/received/{sent.ref}/").status_code == 404


def test_how_she_is_reached_stands_first_and_is_said_once(client, refer, agree, rosa, refuge):
    rosa.safe_channel, rosa.safe_contact = "message", "Message only, after 18:00"
    rosa.save(update_fields=["safe_channel", "safe_contact"])
    agree(rosa, refuge)
    client.force_login(member(refuge, "hostess@example.org", "provider"))
    page = client.get(f"/received/{refer().ref}/").text
    shared = page[page.index('id="extract"') :]
    assert shared.index("after 18:00") < shared.index("Rosa Quispe")
    assert shared.count("after 18:00") == shared.count("Message only") == 1

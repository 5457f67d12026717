"""An organization without an account reads and answers a referral by a link, a code, a browser."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Notification, Organization
from amparo.foundation.core.records import new_reference
from amparo.foundation.directory.models import Provider, Service
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.referrals.models import Referral, ReferralLink

pytestmark = pytest.mark.django_db
TEXT = "She comes with her daughter tonight."


@pytest.fixture
def refuge(db):
    return Organization.found(by=None, name="Cruz del Sur", kind="ngo", country="BO")


@pytest.fixture
def agree(rosa, refuge, caseworker):
    def say(agreed=True):
        choice = Choice("share_services", agreed, "organization", refuge)
        Consent.record(rosa, ConsentGiven((choice,), "verbal", "es"), by=caseworker)

    return say


@pytest.fixture
def referral(case, rosa, caseworker, refuge, agree):
    agree()
    bed = Service.offer(
        Provider.list(refuge, by=None), by=None, types=["shelter.emergency"],
        name={"en": "Saint Joseph shelter"},
    )  # fmt: skip
    return Referral.send(
        case, by=caseworker, to=refuge, service=bed, people=[rosa], urgency="urgent",
        service_type="shelter.emergency", items=["name", "age", "safe_contact"], text=TEXT,
    )  # fmt: skip


@pytest.fixture
def link(referral, caseworker):
    """The address, and the code that Lucía says by telephone."""
    _link, token, code = ReferralLink.make(referral, by=caseworker)
    return f"/r/{token}/", code


class Desk(Client):
    """A browser at the shelter, in English."""

    def __init__(self):
        super().__init__(headers={"accept-language": "en"})

    def come(self, link, code=None):
        self.get(link[0])
        return self.post(link[0], {"code": code or link[1]}, follow=True)


@pytest.fixture
def pilar():
    return Desk()


def notices_of(user):
    return list(
        Notification.objects.filter(user=user).order_by("pk").values_list("event", flat=True)
    )


def refused():
    [link] = ReferralLink.objects.all()
    return [why for _at, why in link.refusals]


def test_she_reads_what_was_agreed_answers_and_reports(pilar, link, referral, rosa, caseworker):
    page = pilar.come(link)
    assert page.status_code == 200
    assert TEXT in page.text
    assert "Rosa" in page.text
    for secret in (referral.case.number, "70012345", str(referral.case.ref), str(rosa.ref)):
        assert secret not in page.text  # the number stands in her contacts: it was not chosen
    referral.refresh_from_db()
    assert referral.status == "acknowledged"
    asked = {"outcome": "asked", "text": "Does the girl eat meat?"}
    assert "question is sent" in pilar.post(f"{link[0]}answer/", asked, follow=True).text
    referral.reply(by=caseworker, text="Everything.")
    assert "Everything." in pilar.get(link[0]).text
    said = pilar.post(
        f"{link[0]}answer/", {"outcome": "accepted", "text": "Come at six."}, follow=True
    )
    assert "They are told that you help" in said.text
    report = {
        "ref": new_reference(),
        "given_on": referral.case.office.today(),
        "text": "Two beds.",
    }
    for _twice in range(2):  # a bad line
        assert "Two beds." in pilar.post(f"{link[0]}report/", report, follow=True).text
    assert referral.reports.count() == 1
    assert notices_of(caseworker)[-3:] == [
        "referral.asked",
        "referral.accepted",
        "referral.reported",
    ]
    assert [each.link for each in referral.answers.all()] == [referral.links.get().ref] * 2


def test_to_look_at_it_changes_nothing_and_tells_nothing(client, link, referral):
    """Machines open the links in messages; some open all that a page leads to."""
    before = AuditEntry.objects.count()
    pages = [client.get(each, headers={"accept-language": "en"}) for each in (link[0], "/r/none/")]
    assert [page.status_code for page in pages] == [200, 200]
    for word in ("Rosa", "Cruz del Sur", "shelter", TEXT):
        assert word not in pages[0].text
    for door in ("answer", "report", "leave"):
        assert client.get(f"{link[0]}{door}/").status_code == 405
    assert AuditEntry.objects.count() == before
    assert referral.links.get().opened_at is None


def test_without_the_code_nothing_is_said(pilar, link):
    pilar.get(link[0])
    answer = pilar.post(f"{link[0]}answer/", {"outcome": "accepted"}, follow=True)
    assert "The code" in answer.text
    assert Referral.objects.get().decision is None


def test_a_code_is_typed_as_it_was_heard(pilar, link):
    eastern = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    assert TEXT in pilar.come(link, code=f" {link[1][:3]}-{link[1][3:]}".translate(eastern)).text


def test_five_wrong_codes_end_it_and_who_accompanies_them_is_told(pilar, link, caseworker):
    wrong = f"{(int(link[1]) + 1) % 10**6:06}"
    for _each in range(4):
        page = pilar.come(link, code=wrong)
        assert page.status_code == 422
        assert "This is not the code" in page.text
    assert notices_of(caseworker) == []  # everybody mistypes
    for code in (wrong, link[1], link[1]):
        page = pilar.come(link, code=code)
    assert page.status_code == 403
    assert TEXT not in page.text
    assert refused() == ["wrong_code", "wrong_too_often"]
    assert notices_of(caseworker) == ["referral.link_refused"]
    assert AuditEntry.objects.filter(event="referral.link_refused").count() == 7


def test_whoever_finds_it_later_in_another_browser_reads_nothing(pilar, link, caseworker):
    pilar.come(link)
    for _twice in range(2):
        page = Desk().come(link)
        assert page.status_code == 403
        assert TEXT not in page.text
    assert refused() == ["used"]
    assert notices_of(caseworker) == ["referral.link_refused"]  # once


def test_she_comes_back_in_her_browser_with_the_code_until_it_is_over(pilar, link, referral):
    pilar.come(link)
    pilar.post(f"{link[0]}leave/")
    assert TEXT not in pilar.get(link[0]).text
    with clock.at(now() + timedelta(days=30)):
        assert TEXT in pilar.come(link).text
    referral.withdraw(by=referral.case.owner, why="another_way")
    assert TEXT not in pilar.get(link[0]).text
    assert pilar.come(link).status_code == 403
    assert refused() == ["over"]


def test_the_person_is_told_when_it_stayed_shut_and_a_stolen_database_not_why(
    pilar, link, referral, case
):
    case.restrict("trafficking", by=case.owner)
    pilar.come(link)
    Desk().come(link)
    assert refused() == ["used"]
    with translation.override("en"):
        [told] = referral.links.get().disclosed_refusals
    assert told.endswith("already opened in another browser")
    line = AuditEntry.objects.get(event="referral.link_refused")
    assert "used" not in str(line.details)


def test_a_lost_answer_does_not_lock_her_out(pilar, link):
    pilar.get(link[0])
    lost = Desk()  # the answer never came: her browser still has only what the door gave it
    for name, morsel in pilar.cookies.items():
        lost.cookies[name] = morsel.value
    pilar.post(link[0], {"code": link[1]})
    assert TEXT in lost.post(link[0], {"code": link[1]}, follow=True).text


def test_after_its_days_it_opens_no_more(pilar, link, caseworker):
    with clock.at(now() + timedelta(days=8)):
        assert pilar.come(link).status_code == 403
    assert refused() == ["late"]
    assert notices_of(caseworker) == ["referral.link_refused"]


def test_a_newer_link_takes_its_place(pilar, link, referral, caseworker):
    pilar.come(link)
    _newer, token, code = ReferralLink.make(referral, by=caseworker)
    assert TEXT not in pilar.get(link[0]).text
    assert TEXT in Desk().come((f"/r/{token}/", code)).text


def test_consent_taken_back_is_obeyed_by_the_next_page(pilar, link, agree, caseworker):
    pilar.come(link)
    agree(False)
    page = pilar.get(link[0])
    assert TEXT not in page.text
    assert "Rosa" not in page.text
    said = pilar.post(f"{link[0]}answer/", {"outcome": "accepted"}, follow=True)
    assert "Thank you" not in said.text
    assert Referral.objects.get().decision is None
    assert pilar.come(link).status_code == 403
    assert "referral.link_refused" in notices_of(caseworker)


def test_who_declines_says_why_and_reads_no_more(pilar, link, referral):
    pilar.come(link)
    assert pilar.post(f"{link[0]}answer/", {"outcome": "rejected"}).status_code == 422
    said = pilar.post(f"{link[0]}answer/", {"outcome": "rejected", "reason": "full"})
    assert "look for another way" in said.text
    assert TEXT not in pilar.get(link[0]).text
    assert referral.decision.reason == "full"


def test_a_browser_without_cookies_is_told_so(link):
    page = Desk().post(link[0], {"code": link[1]})
    assert page.status_code == 422
    assert "cookies" in page.text


def test_an_address_that_was_made_up_is_no_link_whatever_stands_in_it(client):
    for token in ("%03%08", "%0d%0aSet-Cookie:x", "a;b", "ك"):
        for way in (client.get, client.post):
            assert way(f"/r/{token}/").status_code == 404

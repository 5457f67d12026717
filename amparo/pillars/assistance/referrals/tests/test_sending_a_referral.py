"""A caseworker chooses who could help, looks at what leaves, and sends it on a yes that stands."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from amparo.foundation.agreements.models import Agreement
from amparo.foundation.core.models import Organization
from amparo.foundation.directory.models import Provider, Service
from amparo.foundation.people.models import Consent, Disclosure
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.cases.models import CaseSettings
from amparo.pillars.assistance.referrals.models import Referral, ReferralResponse
from amparo.pillars.assistance.referrals.preparation import ReferralPreparation
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def needs(case, caseworker):
    need = {"service_type": "shelter.emergency", "horizon": "immediate", "own_rank": 1}
    return Assessment.make(case, by=caseworker, priorities="A bed", needs=[need])


@pytest.fixture
def barracks(refuge):
    """A house that takes men alone, asks for papers, and was never confirmed."""
    return Service.offer(
        refuge.provider, by=None, types=["shelter.emergency"], name={"en": "Old barracks"},
        requires_documents=True, audience="men",
    )  # fmt: skip


@pytest.fixture
def url(case, bed):
    return f"/cases/{case.ref}/referrals/to/{bed.ref}/"


@pytest.fixture
def answers(rosa):
    return {
        "people": [str(rosa.ref)], "service_type": "shelter.emergency", "urgency": "urgent",
        "items": ["name", "age", "safe_contact"], "text": "A bed for tonight.",
    }  # fmt: skip


def asking(person):
    return reverse("people:consent-new", args=[person.ref])


def offered_at_a_place(service):
    from amparo.foundation.directory.models import Location

    hall = Location.note(service.provider, by=None, time_zone="America/La_Paz", address="Faro 18")
    service.change(by=None, at=[hall])


def test_the_best_fit_stands_first_and_nothing_is_left_out(desk, case, needs, bed, barracks):
    for service in (barracks, bed):
        offered_at_a_place(service)
    page = desk.get(f"/cases/{case.ref}/referrals/new/").content.decode()
    first, second = page.index("Saint Joseph shelter"), page.index("Old barracks")
    assert first < page.index("Not matching") < second
    assert "Does not ask for papers" in page
    assert "With an interpreter of their language" in page
    for against in ("For men", "Asks for papers", "Not confirmed by anyone yet"):
        assert against in page[second:]
    assert str(barracks.ref) in page, "and may be chosen all the same"


def test_each_service_has_a_button_to_refer_and_is_read_where_it_stands(
    desk, case, needs, bed, barracks
):
    for service in (bed, barracks):
        offered_at_a_place(service)
    page = desk.get(f"/cases/{case.ref}/referrals/new/").content.decode()
    for service in (bed, barracks):
        there = reverse("referrals:referral-to", args=[case.ref, service.ref])
        assert f'<a class="btn btn-primary" href="{there}?kind=' in page
        assert reverse("directory:service", args=[service.ref]) not in page, "one stays here"
    assert page.count('<details class="task-more">') == 2
    assert "Faro 18" in page
    assert "Documents required" in page


def test_where_a_safe_house_is_the_list_does_not_say(desk, case, needs, bed):
    from amparo.foundation.directory.models import Location

    hidden = Location.note(
        bed.provider, by=None, time_zone="UTC", is_confidential=True, address="Camino Secreto 7"
    )
    bed.change(by=None, at=[hidden], is_confidential=True)
    page = desk.get(f"/cases/{case.ref}/referrals/new/").content.decode()
    assert "Saint Joseph shelter" in page
    assert "Secreto" not in page


def test_without_a_yes_one_is_led_to_ask_for_it(desk, url, rosa, refuge, answers):
    page = desk.get(url).content.decode()
    assert "has not agreed that Cruz del Sur receives anything" in page
    assert asking(rosa) in page
    assert "without a name" in page
    assert desk.post(url, {**answers, "step": "send"}).status_code == 422
    assert not Referral.objects.exists()


def test_who_asks_for_consent_comes_back_to_the_referral(desk, url, rosa, refuge):
    ask = f"{asking(rosa)}?with={refuge.ref}&next={url}"
    page = desk.get(ask).content.decode()
    assert f'name="next" value="{url}"' in page
    ticked = page[page.index(f'value="{refuge.ref}"') :]
    assert ticked.startswith(f'value="{refuge.ref}"')
    assert "selected" in ticked[: ticked.index(">")]
    said = {
        "agrees_share_services": "yes", "with_share_services": [str(refuge.ref)],
        "explained": ["interview", "purpose", "uses", "access", "retention", "withdrawal"],
        "method": "verbal", "language": "es", "given_by": "self",
        "given_on": "2026-01-02", "expires_on": "2099-01-01", "next": url,
    }  # fmt: skip
    answer = desk.post(asking(rosa), said)
    assert (answer.status_code, answer["Location"]) == (303, url)
    assert Consent.objects.filter(organization=refuge, agreed=True).exists()


def test_nobody_is_led_out_of_the_site(desk, rosa):
    page = desk.get(f"{asking(rosa)}?next=https://evil.example/").content.decode()
    assert 'value="https://evil.example/"' not in page


def test_what_is_looked_at_is_what_leaves(desk, url, rosa, agree, refuge, hostess, answers):
    agree(rosa, refuge, limits="Not to my cousin there")
    looked = desk.post(url, {**answers, "step": "look"})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert not Referral.objects.exists()
    for read in ("Rosa Quispe Mamani", "A bed for tonight.", "after 18:00", "Not to my cousin"):
        assert read in page
    assert "70012345" not in page
    back = desk.post(url, {**answers, "step": "change"}).content.decode()
    assert "A bed for tonight." in back
    sent = desk.post(url, {**answers, "step": "send", "once": str(uuid4())})
    referral = Referral.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, referral.get_absolute_url())
    shown = desk.get(referral.get_absolute_url()).content.decode()
    assert "Rosa Quispe Mamani" in shown
    assert "left to answer" in shown


def test_taken_back_while_it_was_looked_at_nothing_leaves(
    desk, url, rosa, agree, refuge, caseworker, answers
):
    agree(rosa, refuge).withdraw(by=caseworker)
    assert desk.post(url, {**answers, "step": "send"}).status_code == 422
    assert not Disclosure.objects.exists()


def test_sent_twice_by_a_phone_it_is_one_referral(desk, url, rosa, agree, refuge, answers):
    agree(rosa, refuge)
    key = str(uuid4())
    for _ in range(2):
        desk.post(url, {**answers, "step": "send", "once": key})
    assert Referral.objects.count() == 1


def test_to_authorities_their_own_yes_is_needed(desk, case, rosa, caseworker):
    state = Organization.found(by=None, name="Defensoría", kind="government")
    Provider.list(state, by=None)
    url = f"/cases/{case.ref}/referrals/to/organization/{state.ref}/"
    assert "has not agreed" in desk.get(url).content.decode()


def test_our_own_office_is_nobody_to_refer_to(desk, case, organization):
    url = f"/cases/{case.ref}/referrals/to/organization/{organization.ref}/"
    assert desk.get(url).status_code == 404


def test_the_case_shows_each_with_its_state(desk, case, referral, hostess):
    page = desk.get(f"/cases/{case.ref}/").content.decode()
    assert "Cruz del Sur" in page
    assert "left to answer" in page
    referral.ask(by=hostess, text="With children?")
    assert f"{referral.get_absolute_url()}reply/" in desk.get("/today/").content.decode()
    referral.accept(by=hostess)
    page = desk.get(f"/cases/{case.ref}/").content.decode()
    assert "Referral accepted" in page
    assert f"{referral.get_absolute_url()}close/" in page


def test_answered_by_telephone_a_colleague_notes_it(desk, referral, caseworker):
    url = f"{referral.get_absolute_url()}heard/"
    assert desk.post(url, {"said": "rejected"}).status_code == 422
    assert desk.post(url, {"said": "asked", "text": " "}).status_code == 422
    desk.post(url, {"said": "accepted", "text": "From eight."})
    assert ReferralResponse.objects.get().by == caseworker
    given = {
        "service_type": "shelter.emergency",
        "given_on": referral.case.office.today().isoformat(),
    }
    desk.post(f"{referral.get_absolute_url()}given/", given)
    assert ServiceProvided.objects.get().provider == "Cruz del Sur"


def test_asked_replied_taken_back_and_closed_from_its_page(desk, referral, refer, hostess):
    referral.ask(by=hostess, text="With children?")
    page = desk.get(referral.get_absolute_url()).content.decode()
    assert "With children?" in page
    there = referral.get_absolute_url()
    assert desk.post(f"{there}reply/", {"text": ""}).status_code == 422
    assert desk.post(f"{there}reply/", {"text": "No, alone."}).status_code == 303
    assert "No, alone." in desk.get(there).content.decode()
    assert desk.post(f"{there}close/", {"outcome": "expired"}).status_code == 422
    closed = desk.post(f"{there}close/", {"outcome": "completed", "text": "I slept."})
    assert closed.status_code == 303
    refused = desk.post(f"{there}withdraw/", {"why": "mistake", "text": ""})
    assert refused.status_code == 422
    assert "closed already" in refused.content.decode()
    other = refer()
    desk.post(f"{other.get_absolute_url()}withdraw/", {"why": "danger", "text": ""})
    other.refresh_from_db()
    assert other.status == "withdrawn"


def test_a_closed_case_refers_nobody(desk, url, case, agree, rosa, refuge):
    agree(rosa, refuge)
    type(case).objects.filter(pk=case.pk).update(status="closed")
    assert desk.get(url).status_code == 409


def test_the_list_of_a_case_asks_the_same_however_long(
    desk, case, refer, agree, rosa, refuge, django_assert_max_num_queries
):
    agree(rosa, refuge)
    for _ in range(12):
        refer()
    desk.get(f"/cases/{case.ref}/referrals/")
    with django_assert_max_num_queries(16):
        desk.get(f"/cases/{case.ref}/referrals/")


def test_the_page_says_that_no_data_sharing_agreement_is_known(
    desk, case, url, rosa, agree, bed, cast, answers, django_assert_num_queries
):
    office, theirs = case.office, bed.provider.organization
    said = "No data sharing agreement with Cruz del Sur is known to be in force"
    assert said not in desk.get(url).content.decode(), "the office does not ask for one"
    rules = CaseSettings.of(office)
    rules.change(by=None, time_limits={}, referral_needs_agreement=True)
    assert said in desk.get(url).content.decode(), "before anybody agreed"
    agree(rosa, theirs)
    for page in (desk.get(url), desk.post(url, {**answers, "step": "look"})):
        assert page.status_code == 200
        assert said in page.content.decode()
    sending = ReferralPreparation(case, cast.caseworker, theirs, service=bed, here=url)
    with django_assert_num_queries(1):
        assert sending.lacks_agreement
    agreement = Agreement.record(
        by=cast.policy_officer, office=office, notice_days=10,
        parties=[office.organization, theirs],
        kind=Agreement.Kind.DATA_SHARING, title="Datos", starts_on=office.today(),
        ends_on=office.today() + timedelta(days=90),
    )  # fmt: skip
    assert said in desk.get(url).content.decode(), "nobody signed it"
    for party in agreement.parties.all():
        party.sign(by=cast.policy_officer, on=office.today())
    assert said not in desk.get(url).content.decode()

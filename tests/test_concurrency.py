"""Two hands at one moment: what is done once stays once, and only one of two answers holds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from amparo.foundation.core.accounts import two_factor
from amparo.foundation.core.models import AuditEntry, Organization, User
from amparo.foundation.people.models import Consent
from amparo.foundation.people.models.consents import Choice, ConsentGiven
from amparo.pillars.assistance.cases.models import Case, Note
from amparo.pillars.assistance.planning.models import CasePlan
from amparo.pillars.assistance.referrals.models import Referral, ReferralResponse
from amparo.pillars.guidance.models import Product, Section, SectionText, TextConflict
from tests.support.stories import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def at_once(*posts):
    """Send each (client, url, answers) at the same moment; what was answered, in their order."""
    start = Barrier(len(posts))

    def send(client, url, answers):
        try:
            start.wait(timeout=60)
            return client.post(url, answers)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(posts)) as hands:
        return [sent.result() for sent in [hands.submit(send, *post) for post in posts]]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_v2_3_4_a_form_that_arrives_twice_at_the_same_moment_is_kept_once(case, caseworker):
    url, key = reverse("cases:note-new", args=[case.ref]), str(uuid4())
    answers = {"text": "She asked about school.", "kind": "note", "once": key}
    answered = at_once(*[(signed_in(caseworker), url, answers) for _ in range(4)])
    assert Note.objects.count() == 1
    assert AuditEntry.objects.filter(event="note.written").count() == 1
    assert {response.status_code for response in answered} <= {302, 303}
    assert len({response["Location"] for response in answered}) == 1


def test_two_forms_are_two_records(case, caseworker):
    url = reverse("cases:note-new", args=[case.ref])
    posts = [
        (signed_in(caseworker), url, {"text": words, "kind": "note", "once": str(uuid4())})
        for words in ("She asked about school.", "She slept well.")
    ]
    assert {response.status_code for response in at_once(*posts)} == {303}
    assert Note.objects.count() == 2


@pytest.fixture
def other_supervisor(office):
    user = User.objects.create_user("ruth@example.org", "Ruth Okello")
    user.add_role("supervisor", by=None, office=office)
    return user


def test_v2_3_4_of_two_supervisors_who_answer_one_is_told_that_it_was_decided(
    case, caseworker, supervisor, other_supervisor
):
    plan = CasePlan.begin(case, by=caseworker)
    goal = plan.set_goal(by=caseworker, text="A safe place", horizon="immediate")
    goal.add_action(by=caseworker, text="A bed", due_on=case.office.today())
    plan.agree(by=caseworker, on=case.office.today(), how="verbal")
    asked = case.approvalrequests.get()
    url = reverse("cases:approval-decide", args=[case.ref, asked.ref])
    answered = at_once(
        (signed_in(supervisor), url, {"answer": "approve", "once": str(uuid4())}),
        (
            signed_in(other_supervisor),
            url,
            {"answer": "send_back", "note": "By when?", "once": str(uuid4())},
        ),
    )
    assert sorted(response.status_code for response in answered) == [303, 409]
    won = answered[0] if answered[0].status_code == 303 else answered[1]
    asked.refresh_from_db()
    assert asked.approved == (won is answered[0])
    assert (
        AuditEntry.objects.filter(event__in=["approval.given", "approval.sent_back"]).count() == 1
    )


def test_v2_3_4_of_two_answers_to_a_referral_one_holds(case, rosa, caseworker, colleague):
    """One heard a yes, the other a no: the second is told that it was answered."""
    refuge = Organization.found(by=None, name="Cruz del Sur", kind="ngo")
    yes = Choice("share_services", True, "organization", refuge)
    Consent.record(rosa, ConsentGiven((yes,), "verbal", "es"), by=caseworker)
    referral = Referral.send(
        case, by=caseworker, to=refuge, people=[rosa], service_type="shelter", urgency="urgent",
        items=["name"], text="A bed.",
    )  # fmt: skip
    url = reverse("referrals:referral-heard", args=[case.ref, referral.ref])
    no = {"said": "rejected", "reason": "full", "once": str(uuid4())}
    answered = at_once(
        (signed_in(caseworker), url, {"said": "accepted", "once": str(uuid4())}),
        (signed_in(colleague), url, no),
    )
    assert sorted(response.status_code for response in answered) == [303, 422]
    assert ReferralResponse.objects.count() == 1
    deeds = ("referral.accepted", "referral.rejected")
    assert AuditEntry.objects.filter(event__in=deeds).count() == 1


def test_v2_3_4_cases_opened_at_the_same_moment_have_numbers_of_their_own(
    rosa, nayeli, caseworker
):
    posts = [
        (
            signed_in(caseworker),
            reverse("intake:case-open", args=["person", person.ref]),
            {"kind": "general", "identified_on": "2026-01-05", "once": str(uuid4())},
        )
        for person in (rosa, nayeli)
    ]
    assert {response.status_code for response in at_once(*posts)} == {303}
    assert len(set(Case.objects.values_list("number", flat=True))) == 2


def test_v6_5_1_a_code_that_is_typed_twice_at_the_same_moment_opens_once(caseworker):
    caseworker.set_password(PASSWORD)
    caseworker.save()
    two_factor.add_app(caseworker, "JBSWY3DPEHPK3PXP")
    typed = two_factor.new_codes(caseworker)[0]
    screens = [Client() for _ in range(4)]
    for n, screen in enumerate(screens):
        sent = {"email": caseworker.email, "password": PASSWORD}
        screen.post("/sign-in/", sent, REMOTE_ADDR=f"203.0.113.{n}")
    answered = at_once(*[(screen, "/sign-in/second/", {"code": typed}) for screen in screens])
    assert sorted(each.status_code for each in answered) == [302, 422, 422, 422]
    assert AuditEntry.objects.filter(event="user.signed_in").count() == 1


def test_two_who_write_one_section_at_the_same_moment_both_keep_their_words(office):
    authors = []
    for name in ("noemi", "ruth"):
        user = User.objects.create_user(f"{name}@example.org", name.title())
        user.add_role("guidance_author", by=None, office=office)
        authors.append(user)
    product = Product.create(
        by=authors[0], key="sop", kind=Product.Kind.SOP, title="Interviews", language="en",
        audiences=("caseworker",), themes=("children",), office=office, owner=authors[0],
    )  # fmt: skip
    section = Section.add(product.working, by=authors[0], key="place")
    text = SectionText.write(section, by=authors[0], language="en", title="Place", markdown="One.")
    url = reverse("guidance:section-write", args=[section.ref])
    said = [{"title": "Place", "text": words, "seen": text.digest} for words in ("Two.", "Three.")]
    answered = at_once(
        *[
            (signed_in(author), url, each | {"once": str(uuid4())})
            for author, each in zip(authors, said, strict=True)
        ]
    )
    assert {response.status_code for response in answered} == {303}
    text.refresh_from_db()
    kept = [text.markdown, TextConflict.objects.get().markdown]
    assert {each.strip() for each in kept} == {"Two.", "Three."}

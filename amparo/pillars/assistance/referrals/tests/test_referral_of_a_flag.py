"""A referral out of a protection flag carries its urgency and deadline, and answers it."""

import pytest

from amparo.pillars.assistance.assessment.models import ProtectionFlag
from amparo.pillars.assistance.intake.models import Screening
from amparo.pillars.assistance.referrals.models import Referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def flag(case, caseworker):
    Screening.hold(case, by=caseworker, medical=True, first_steps="To the health post tonight.")
    return case.protectionflags.get()


@pytest.fixture
def agreed(agree, rosa, refuge):
    """Rosa lets this service know of her."""
    return agree(rosa, refuge)


@pytest.fixture
def desk(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def url(flag, bed):
    return f"/cases/{flag.case.ref}/referrals/to/{bed.ref}/?kind=health.primary&flag={flag.ref}"


@pytest.fixture
def answers(rosa):
    return {
        "people": [str(rosa.ref)], "service_type": "health.primary", "urgency": "emergency",
        "items": ["name"], "text": "She needs a doctor today.", "step": "send",
    }  # fmt: skip


def test_the_button_of_the_flag_leads_to_the_service_and_carries_the_flag(desk, flag, bed):
    page = desk.get(flag.case.get_absolute_url()).content.decode()
    link = f"/cases/{flag.case.ref}/referrals/new/?kind=health.primary&amp;flag={flag.ref}"
    assert link in page
    chosen = f"/cases/{flag.case.ref}/referrals/new/?kind=shelter.emergency&flag={flag.ref}"
    page = desk.get(chosen).content.decode()
    assert "Urgent medical need" in page
    assert f"flag={flag.ref}" in page


def test_the_form_begins_as_urgent_as_the_flag_and_names_it(desk, url, agreed):
    answer = desk.get(url)
    assert answer.context["form"]["urgency"].value() == "emergency"
    assert answer.context["form"]["service_type"].value() == "health.primary"
    assert "Urgent medical need" in answer.content.decode()


def test_without_a_flag_it_begins_as_an_ordinary_one(desk, url, agreed):
    answer = desk.get(url.partition("&flag")[0])
    assert answer.context["form"]["urgency"].value() == "standard"


def test_once_sent_the_flag_is_answered_with_whom(desk, url, flag, agreed, answers, refuge):
    assert desk.post(url, answers).status_code == 303
    flag.refresh_from_db()
    said = flag.latest_answer
    assert (flag.is_open, said.code, said.by) == (False, "referred", Referral.objects.get().by)
    assert refuge.name in said.text


def test_the_answer_of_the_service_is_due_when_the_flag_is(desk, url, flag, agreed, answers):
    desk.post(url, answers | {"urgency": "standard"})
    assert Referral.objects.get().answer_due_on <= flag.due_on


def test_a_flag_that_was_answered_meanwhile_keeps_its_answer(
    desk, url, flag, agreed, answers, supervisor
):
    flag.answer(by=supervisor, code="help_given", text="A nurse saw her.")
    assert desk.post(url, answers).status_code == 303
    flag.refresh_from_db()
    assert flag.latest_answer.code == "help_given"


def test_a_flag_of_another_case_is_not_answered(desk, url, flag, agreed, answers, cast):
    other = cast.open_case(person=cast._person(given_names="Elena"))
    Screening.hold(other, by=other.owner, medical=True, first_steps="To the health post.")
    theirs = other.protectionflags.get()
    desk.post(url.replace(str(flag.ref), str(theirs.ref)), answers)
    assert Referral.objects.get().case == flag.case
    assert ProtectionFlag.objects.unanswered().count() == 2


def test_a_flag_to_which_a_referral_is_no_answer_stays_open(
    desk, case, bed, caseworker, agreed, answers
):
    Screening.hold(case, by=caseworker, urgent=["child_alone"], first_steps="A bed for tonight.")
    flag = case.protectionflags.get()
    desk.post(f"/cases/{case.ref}/referrals/to/{bed.ref}/?flag={flag.ref}", answers)
    assert Referral.objects.exists()
    flag.refresh_from_db()
    assert flag.is_open

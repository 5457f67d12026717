"""A referral is sent with consent, answered once, reported, and closed with the person's word."""

from datetime import timedelta

import pytest

from amparo.foundation.core import clock
from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.records import new_reference
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Disclosure
from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.assistance.referrals import extract
from amparo.pillars.assistance.referrals.models import Referral, ReferralResponse
from amparo.pillars.assistance.services.models import ServiceProvided

pytestmark = pytest.mark.django_db
BY_HER_MOTHER = {
    "given_by": "parent", "consenting_person": "Rosa Quispe", "relationship": "mother",
}  # fmt: skip


class Link:
    """A one-time link, as far as a referral knows one."""

    def __init__(self):
        self.ref = new_reference()


def open_tasks(referral):
    return set(
        Task.objects.pending().filter(source_ref=referral.ref).values_list("what", flat=True)
    )


def events_notified_to(user):
    return list(
        Notification.objects.filter(user=user).order_by("pk").values_list("event", flat=True)
    )


def test_without_their_yes_nothing_leaves(refer, rosa, agree, refuge):
    with pytest.raises(Refusal):
        refer()
    agree(rosa, refuge, agreed=False)
    with pytest.raises(Refusal):
        refer()
    assert not Referral.objects.exists()
    assert not Disclosure.objects.exists()


def test_a_yes_to_another_organization_is_none(refer, rosa, agree, other_refuge):
    agree(rosa, other_refuge)
    with pytest.raises(Refusal):
        refer()


@pytest.mark.parametrize(
    ("urgency", "hours"), [("emergency", 12), ("urgent", 72), ("standard", 7 * 24)]
)
def test_the_answer_is_due_by_how_urgent_it_is(refer, rosa, agree, refuge, urgency, hours):
    agree(rosa, refuge)
    referral = refer(urgency=urgency)
    assert referral.answer_due - referral.at == timedelta(hours=hours)
    assert open_tasks(referral) == {"referral_answer"}


def test_it_is_about_people_of_the_case_only(refer, agree, nayeli, refuge):
    agree(nayeli, refuge, **BY_HER_MOTHER)
    for people in ([nayeli], []):
        with pytest.raises(Refusal):
            refer(people=people)


def test_what_we_do_ourselves_is_no_referral(refer, organization):
    with pytest.raises(Refusal):
        refer(to=organization, service=None)


def test_they_read_what_was_agreed_and_nothing_else(referral):
    [about] = extract.build_extract(referral)
    read = [value for _name, value in about.facts]
    assert read[0] == "Rosa Quispe Mamani"
    assert len(read) == 3
    assert "70012345" not in str(read)
    shared = Disclosure.objects.get()
    assert shared.classes == ["identity", "contact", "narrative"]
    assert not shared.opens_file


def test_the_first_name_alone_is_proposed_where_it_serves(refer, rosa, agree, refuge):
    assert "name" not in extract.default_items("shelter.emergency")
    for kind in ("legal", "return", "family"):  # papers are made, or somebody is looked for
        assert extract.default_items(kind)[0] == "name"
        assert "first_name" not in extract.default_items(kind)
    agree(rosa, refuge)
    [about] = extract.build_extract(refer(items=extract.default_items("shelter.emergency")))
    assert about.called == "Rosa"
    assert "Quispe" not in str(about.facts)


def test_the_partner_opens_the_referral_and_not_the_file(client, referral, rosa, hostess):
    client.force_login(hostess)
    assert Referral.objects.accessible_to(hostess).get() == referral
    assert client.get(f"/people/{rosa.ref}/").status_code == 404
    assert client.get(f"/cases/{referral.case.ref}/").status_code == 404


def test_who_is_not_asked_finds_nothing(referral, nurse, stranger, official):
    for user in (nurse, stranger, official):
        assert not Referral.objects.accessible_to(user).exists()


def test_taken_back_the_next_request_finds_nothing(referral, rosa, caseworker, hostess):
    consent = rosa.consents.get(purpose="share_services")
    consent.withdraw(by=caseworker)
    assert not Referral.objects.accessible_to(hostess).exists()
    assert extract.build_extract(referral) == []
    referral.refresh_from_db()
    assert referral.status == "withdrawn"
    assert referral.end_reason == "consent"
    assert open_tasks(referral) == set()
    assert "share.withdrawn" in events_notified_to(hostess)
    with pytest.raises(Refusal):
        referral.accept(by=hostess)


def test_who_wants_us_no_more_is_referred_no_more(referral, rosa, caseworker):
    rosa.consents.get(purpose="case_management").withdraw(by=caseworker)
    referral.refresh_from_db()
    assert referral.status == "withdrawn"


def test_past_its_day_a_consent_lets_nobody_read(refer, rosa, agree, refuge, hostess):
    agree(rosa, refuge, expires_on=now().date() + timedelta(days=2))
    referral = refer()
    Disclosure.objects.update(until=now() - timedelta(minutes=1))
    assert extract.build_extract(referral) == []
    assert not Referral.objects.accessible_to(hostess).exists()
    with pytest.raises(Refusal):
        referral.accept(by=hostess)


def test_accepted_given_and_confirmed(referral, case, hostess, caseworker):
    referral.acknowledge(by=hostess)
    assert referral.status == "acknowledged"
    referral.accept(by=hostess, text="Tonight from eight.")
    assert open_tasks(referral) == {"referral_confirm"}
    referral.report(by=hostess, given_on=case.office.today(), text="One night")
    service = ServiceProvided.objects.get()
    assert (service.case, service.provider) == (case, "Cruz del Sur")
    assert referral.status == "in_progress"
    referral.confirm(by=caseworker, text="I slept well.")
    assert referral.status == "completed"
    assert open_tasks(referral) == set()
    assert not Disclosure.objects.live().exists()
    assert events_notified_to(caseworker) == ["referral.accepted", "referral.reported"]
    deeds = AuditEntry.objects.filter(record_ref=referral.ref).order_by("pk")
    assert list(deeds.values_list("event", flat=True)) == [
        "referral.sent", "referral.acknowledged", "referral.accepted", "referral.reported",
        "referral.closed",
    ]  # fmt: skip


def test_a_no_says_why_and_ends_what_they_read(referral, hostess, caseworker):
    for reason, words in (("", ""), ("other", " "), ("nonsense", "x")):
        with pytest.raises(Refusal):
            referral.decline(by=hostess, reason=reason, text=words)
    referral.decline(by=hostess, reason="full")
    assert open_tasks(referral) == {"referral_other_way"}
    assert not referral.is_shared
    assert referral.status == "rejected"
    referral.close("unavailable", by=caseworker)
    assert open_tasks(referral) == set()


def test_a_question_stops_their_clock_until_we_answer(referral, hostess, caseworker):
    due = referral.answer_due
    question = referral.ask(by=hostess, text="Does she come with children?")
    assert open_tasks(referral) == {"referral_question"}
    with clock.at(due + timedelta(hours=5)):
        assert not Referral.objects.overdue().exists()
        referral.reply(by=caseworker, text="With one girl of nine.")
        assert referral.answer_due == due + (now() - question.at)
        assert open_tasks(referral) == {"referral_answer"}
        referral.accept(by=hostess)
    assert referral.status == "accepted"


def test_of_two_who_answer_the_question_the_second_is_told(referral, hostess, caseworker):
    referral.ask(by=hostess, text="Quantity?")
    stale = Referral.objects.get(pk=referral.pk)
    referral.reply(by=caseworker, text="One girl of nine.")
    with pytest.raises(Refusal):
        stale.reply(by=caseworker, text="Two.")
    assert ReferralResponse.objects.get().reply_text == "One girl of nine."


def test_a_phone_that_retries_is_no_second_answer(referral, hostess):
    for _ in range(2):
        referral.acknowledge(by=hostess)
        referral.ask(by=hostess, text="Quantity?")
    for _ in range(2):
        referral.accept(by=hostess)
    called = new_reference()
    for _ in range(2):
        referral.report(by=hostess, given_on=referral.case.office.today(), ref=called)
    assert ReferralResponse.objects.count() == 2
    assert ServiceProvided.objects.count() == 1
    assert AuditEntry.objects.filter(event="referral.accepted").count() == 1


def test_by_a_link_it_is_known_by_which_one(referral):
    link = Link()
    answer = referral.accept(by=None, link=link)
    assert (answer.by, answer.link) == (None, link.ref)
    assert referral.accept(by=None, link=link) == answer
    with pytest.raises(Refusal):
        referral.accept(by=None, link=Link())
    report = referral.report(by=None, link=link, given_on=referral.case.office.today())
    assert report.service.by is None


OUT_OF_ORDER = {
    "a report before a yes": lambda r, by: r.report(by=by, given_on=r.case.office.today()),
    "an answer to no question": lambda r, by: r.reply(by=by, text="Yes"),
    "no answer in time, while there is time": lambda r, by: r.close("expired", by=by),
}


@pytest.mark.parametrize("what", OUT_OF_ORDER)
def test_out_of_order_it_is_refused_in_words(what, referral, caseworker):
    with pytest.raises(Refusal):
        OUT_OF_ORDER[what](referral, caseworker)


def test_once_closed_nothing_more_is_said(referral, hostess, caseworker):
    referral.confirm(by=caseworker, text="I slept well.")
    referral.confirm(by=caseworker)
    assert Referral.objects.get().outcome_text == "I slept well."
    for deed in (
        lambda: referral.close("declined", by=caseworker),
        lambda: referral.withdraw(by=caseworker, why="mistake"),
        lambda: referral.accept(by=hostess),
        lambda: referral.acknowledge(by=hostess),
        lambda: referral.ask(by=hostess, text="Who?"),
    ):
        with pytest.raises(Refusal):
            deed()


def test_taken_back_by_us_they_are_told(hostess, referral, caseworker):
    referral.withdraw(by=caseworker, why="another_way", text="Her aunt came.")
    referral.withdraw(by=caseworker, why="another_way")
    assert Referral.objects.get().end_text == "Her aunt came."
    assert events_notified_to(hostess) == ["referral.sent", "share.ended"]
    assert not Referral.objects.accessible_to(hostess).exists()


def test_of_two_who_end_it_in_the_same_moment_the_second_finds_it_ended(referral, caseworker):
    stale = Referral.objects.get(pk=referral.pk)
    referral.withdraw(by=caseworker, why="another_way", text="Her aunt came.")
    stale.withdraw(by=caseworker, why="mistake")
    with pytest.raises(Refusal):
        stale.confirm(by=caseworker)
    kept = Referral.objects.get()
    assert (kept.status, kept.end_reason, kept.outcome) == ("withdrawn", "another_way", "")


def test_who_read_it_first_stays_known(referral, hostess, caseworker):
    stale = Referral.objects.get(pk=referral.pk)
    referral.acknowledge(by=hostess)
    stale.acknowledge(by=caseworker)
    assert Referral.objects.get().acknowledged_by == hostess
    assert AuditEntry.objects.filter(event="referral.acknowledged").count() == 1


def test_of_a_family_each_says_yes(family, refer, agree, rosa, nayeli, refuge, caseworker, cast):
    case = cast.open_case(family=family)
    agree(rosa, refuge)
    with pytest.raises(Refusal):
        Referral.send(
            case, by=caseworker, to=refuge, people=[rosa, nayeli], service_type="shelter",
            urgency="urgent", items=["name"],
        )  # fmt: skip
    assert not Disclosure.objects.exists(), "of nobody, where one of them has not agreed"
    agree(nayeli, refuge, **BY_HER_MOTHER)
    referral = Referral.send(
        case, by=caseworker, to=refuge, people=[rosa, nayeli], service_type="shelter",
        urgency="urgent", items=["name"],
    )  # fmt: skip
    assert len(extract.build_extract(referral)) == 2
    rosa.consents.get(purpose="share_services").withdraw(by=caseworker)
    assert [each.person for each in extract.build_extract(referral)] == [nayeli]
    referral.refresh_from_db()
    assert not referral.is_over


def test_its_lists(referral, hostess):
    assert Referral.objects.waiting().get() == referral
    with clock.at(referral.answer_due + timedelta(seconds=1)):
        assert Referral.objects.overdue().get() == referral
    referral.accept(by=hostess)
    assert Referral.objects.answered().get() == referral
    assert not Referral.objects.waiting().exists()
    assert Referral.objects.going_on().get() == referral


@pytest.fixture
def other_refuge(db):
    from amparo.foundation.core.models import Organization

    return Organization.found(by=None, name="Puerta Abierta", kind="ngo")

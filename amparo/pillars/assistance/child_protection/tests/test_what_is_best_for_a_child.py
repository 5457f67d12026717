"""What is best for a child is assessed by one and read by another, and determined by a panel."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.child_protection.models import (
    BestInterestsAssessment,
    BestInterestsDecision,
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
    PanelMember,
    PanelOpinion,
)

from .conftest import ASSESSED, FOUND

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessed(child, caseworker):
    return BestInterestsAssessment.make(child, by=caseworker, found=ASSESSED, urgency="now")


def take(bid, by, days=90, because="He is well here."):
    review_on = bid.child.case.office.today() + timedelta(days=days)
    return BestInterestsDecision.take(bid, by=by, review_on=review_on, because=because)


# The assessment.


def test_a_supervisor_reads_it_and_the_caseworker_hears(supervisor, assessed, caseworker):
    assert Notification.objects.get(
        user=supervisor, event="bestinterestsassessment.made"
    ).is_urgent
    for _time in range(2):
        assessed.answer_it(by=supervisor, approved=True)
    assert assessed.state == "approved"
    assert Notification.objects.filter(user=caseworker).count() == 1
    with pytest.raises(Refusal):
        assessed.answer_it(by=supervisor, approved=False, note="After all.")


def test_of_two_who_answer_it_in_the_same_moment_the_second_is_told(supervisor, assessed):
    stale = BestInterestsAssessment.objects.get(pk=assessed.pk)
    assessed.answer_it(by=supervisor, approved=False, note="And his health?")
    with pytest.raises(Refusal):
        stale.answer_it(by=supervisor, approved=True)
    assessed.refresh_from_db()
    assert (assessed.state, assessed.note) == ("sent_back", "And his health?")


def test_who_wrote_it_never_stands_as_the_one_who_read_it(assessed):
    written = BestInterestsAssessment.objects.filter(pk=assessed.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        written.update(state="approved", reviewed_by=assessed.by, reviewed_at=now())


@pytest.mark.parametrize("who", ["caseworker", "colleague", "stranger"])
def test_nobody_else_answers_it(assessed, who, request):
    with pytest.raises(Refusal):
        assessed.answer_it(by=request.getfixturevalue(who), approved=True)


def test_sent_back_it_is_written_anew_with_the_note(assessed, child, caseworker, supervisor):
    with pytest.raises(Refusal):
        assessed.answer_it(by=supervisor, approved=False)
    assessed.answer_it(by=supervisor, approved=False, note="What does he say of his uncle?")
    anew = BestInterestsAssessment.make(
        child, by=caseworker, found=ASSESSED | {"views": "He fears him."}, urgency="now"
    )
    assert child.assessments.count() == 2
    assert anew.found["views"] == "He fears him."


def test_without_the_childs_views_it_is_none(child, caseworker):
    with pytest.raises(Refusal):
        BestInterestsAssessment.make(
            child, by=caseworker, found=ASSESSED | {"views": ""}, urgency="soon"
        )


def test_the_same_sent_twice_waits_once(assessed, child, caseworker):
    again = BestInterestsAssessment.make(child, by=caseworker, found=ASSESSED, urgency="now")
    assert again == assessed
    with pytest.raises(Refusal):
        BestInterestsAssessment.make(
            child, by=caseworker, found=ASSESSED | {"care": "New."}, urgency="now"
        )


# The determination.


def test_a_panel_decides_and_who_accompanies_the_child_hears(determine, caseworker):
    bid = determine()
    assert bid.state == "decided"
    assert bid.decision.option.code == "local_care"
    assert Notification.objects.filter(user=caseworker, event="bestinterests.decided").exists()


def test_first_one_gathers_then_one_weighs(determine, caseworker):
    bid = determine("begun")
    with pytest.raises(Refusal):
        BestInterestsOption.weigh(bid, by=caseworker, code="local_care", pros="A", cons="B")


def test_a_child_is_heard_or_it_is_written_why_not(determine, caseworker):
    bid = determine("begun")
    for told in ({"heard": "directly"}, {"heard": "not"}):
        with pytest.raises(Refusal):
            BestInterestsInformation.gather(bid, by=caseworker, found=FOUND, **told)
    BestInterestsInformation.gather(
        bid, by=caseworker, found=FOUND, heard="not", not_heard="He is two months old."
    )
    assert bid.missing[0] == "options"


def test_every_option_has_two_sides(determine, caseworker):
    bid = determine("weighed")
    with pytest.raises(Refusal):
        BestInterestsOption.weigh(bid, by=caseworker, code="wait", pros="Time.", cons=" ")
    BestInterestsOption.weigh(bid, by=caseworker, code="local_care", pros="School.", cons="Far.")
    assert bid.options.get(code="local_care").pros == "School."


def test_a_colleague_speaks_for_themselves(determine, caseworker, colleague):
    bid = determine("invited")
    member = bid.panel.get(user=colleague)
    with pytest.raises(Refusal):
        PanelOpinion.give(member, by=caseworker, option=bid.weighed[0], text="He thinks so.")


def test_somebody_from_elsewhere_is_written_down(determine, caseworker):
    bid = determine("invited")
    judge = PanelMember.invite(bid, by=caseworker, name="Doctor Alarcón", role="law")
    assert PanelMember.invite(bid, by=caseworker, name="Doctor Alarcón", role="law") == judge
    PanelOpinion.give(judge, by=caseworker, option=bid.weighed[0], text="So says the law.")
    assert judge.opinions.count() == 1


def test_a_stranger_sits_on_no_panel(determine, caseworker, stranger):
    bid = determine("weighed")
    with pytest.raises(Refusal):
        PanelMember.invite(bid, by=caseworker, user=stranger, role="law")


def test_it_is_not_decided_before_all_have_spoken(determine, supervisor):
    bid = determine("invited")
    with pytest.raises(Refusal, match="spoken"):
        take(bid, supervisor)
    assert bid.state == "weighing"


def test_who_cannot_speak_is_excused_and_who_spoke_stays(determine, caseworker, supervisor):
    bid = determine("invited")
    option = bid.options.get(code="local_care")
    one, two, silent = bid.panel.order_by("pk")
    PanelOpinion.give(one, by=one.user, option=option, text="Best so.")
    with pytest.raises(Refusal):
        one.excuse(by=caseworker, because="He is against it.")
    PanelOpinion.give(two, by=two.user, option=option, text="Best so.")
    stale = bid.panel.get(pk=silent.pk)
    silent.excuse(by=caseworker, because="She is ill.")
    stale.excuse(by=caseworker, because="Sent twice.")
    silent.refresh_from_db()
    assert (silent.excused_by, silent.excused_reason) == (caseworker, "She is ill.")
    with pytest.raises(Refusal):
        PanelOpinion.give(silent, by=silent.user, option=option, text="Here I am.")
    assert take(bid, supervisor).option == option
    assert AuditEntry.objects.filter(event="bestinterests.member_excused").count() == 1


def test_a_panel_that_does_not_agree_speaks_once_more(determine, caseworker, supervisor):
    bid = determine("invited")
    stay, home = bid.options.get(code="local_care"), bid.options.get(code="reunification")
    one, two, three = bid.panel.order_by("pk")
    three.delete()
    PanelOpinion.give(one, by=one.user, option=stay, text="Here he learns.")
    PanelOpinion.give(two, by=two.user, option=home, text="His mother waits.")
    with pytest.raises(Refusal, match="agree"):
        take(bid, supervisor)
    PanelOpinion.give(two, by=two.user, option=stay, text="I see it now.")
    assert take(bid, supervisor).option == stay
    assert two.opinions.count() == 2  # nothing is forgotten


def test_what_was_weighed_stays_as_it_was_once_somebody_spoke(determine, caseworker):
    bid = determine("spoken")
    with pytest.raises(Refusal):
        BestInterestsOption.weigh(bid, by=caseworker, code="local_care", pros="New", cons="New")
    with pytest.raises(Refusal):
        BestInterestsInformation.gather(
            bid, by=caseworker, found=FOUND, heard="directly", views="Otherwise."
        )


def test_who_gathered_does_not_decide(child, supervisor, colleague, caseworker):
    bid = BestInterestsDetermination.begin(child, by=supervisor, why="durable")
    BestInterestsInformation.gather(
        bid, by=supervisor, found=FOUND, heard="directly", views="I want to stay."
    )
    for code in ("local_care", "wait"):
        option = BestInterestsOption.weigh(bid, by=supervisor, code=code, pros="A", cons="B")
    for user, role in ((supervisor, "law"), (colleague, "health")):
        member = PanelMember.invite(bid, by=supervisor, user=user, role=role)
        PanelOpinion.give(member, by=user, option=option, text="So.")
    with pytest.raises(Refusal, match="gathered"):
        take(bid, supervisor)


@pytest.mark.parametrize("who", ["caseworker", "colleague", "stranger"])
def test_who_does_not_answer_for_the_team_does_not_write_it_down(determine, who, request):
    bid = determine("spoken")
    with pytest.raises(Refusal):
        take(bid, request.getfixturevalue(who))


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": -1}, {"because": " "}])
def test_it_is_looked_at_again_on_a_day_to_come_and_says_why(determine, supervisor, wrong):
    with pytest.raises(Refusal):
        take(determine("spoken"), supervisor, **wrong)


def test_decided_twice_it_is_decided_once(determine, supervisor):
    bid = determine()
    assert take(bid, supervisor) == bid.decision
    assert AuditEntry.objects.filter(event="bestinterests.decided").count() == 1


def test_the_child_is_told_what_was_decided(determine, caseworker, today):
    decision = determine().decision
    with pytest.raises(Refusal):
        decision.record_child_informed(by=caseworker, on=today - timedelta(days=1), text="Told.")
    stale = BestInterestsDecision.objects.get(pk=decision.pk)
    decision.record_child_informed(
        by=caseworker, on=today, text="He laughed, and asked for paper."
    )
    stale.record_child_informed(by=caseworker, on=today, text="Sent twice.")
    decision.refresh_from_db()
    assert (decision.informed_on, decision.informed_by) == (today, caseworker)
    assert decision.informed_text == "He laughed, and asked for paper."
    assert AuditEntry.objects.filter(event="bestinterests.child_informed").count() == 1


def test_opened_again_it_is_in_force_no_longer_and_nobody_has_spoken(determine, supervisor):
    old = determine()
    with pytest.raises(Refusal):
        old.decision.reopen(by=supervisor, because="")
    stale = BestInterestsDecision.objects.get(pk=old.decision.pk)
    anew = old.decision.reopen(by=supervisor, because="His mother was found.")
    assert stale.reopen(by=supervisor, because="Again.") == anew
    old.refresh_from_db()
    assert old.decision.reopened_by == supervisor
    assert old.decision.reopened_reason == "His mother was found."
    assert (old.state, anew.state) == ("reopened", "weighing")
    assert [each.code for each in anew.weighed] == [each.code for each in old.weighed]
    assert not anew.last_opinions
    assert anew.missing[0] == "panel"


def test_one_determination_at_a_time(determine, child, caseworker):
    bid = determine("begun")
    assert BestInterestsDetermination.begin(child, by=caseworker, why="durable") == bid
    with pytest.raises(Refusal):
        BestInterestsDetermination.begin(child, by=caseworker, why="parents")

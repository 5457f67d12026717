"""What is best for a child is assessed by one and read by another, and determined by a panel."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust.models import Entry, Notice
from amparo.foundation.trust.refusals import Refusal
from amparo.pillars.assistance.families.models import (
    AuthorityDecision,
    BestInterestsAssessment,
    BestInterestsDecision,
    BestInterestsDetermination,
    BestInterestsInformation,
    BestInterestsOption,
    PanelMember,
    PanelOpinion,
)
from amparo.pillars.assistance.gates import kinds
from amparo.pillars.assistance.gates.kinds import Kind
from amparo.pillars.assistance.gates.models import Gate

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
    assert Notice.objects.get(user=supervisor, what="bestinterestsassessment.made").is_urgent
    for _time in range(2):
        assessed.answer_it(by=supervisor, approved=True)
    assert assessed.state == "approved"
    assert Notice.objects.filter(user=caseworker).count() == 1
    with pytest.raises(Refusal):
        assessed.answer_it(by=supervisor, approved=False, note="After all.")


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
    assert Notice.objects.filter(user=caseworker, what="bestinterests.decided").exists()


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
        PanelOpinion.give(member, by=caseworker, option=bid.weighed[0], words="He thinks so.")


def test_somebody_from_elsewhere_is_written_down(determine, caseworker):
    bid = determine("invited")
    judge = PanelMember.invite(bid, by=caseworker, name="Doctor Alarcón", role="law")
    assert PanelMember.invite(bid, by=caseworker, name="Doctor Alarcón", role="law") == judge
    PanelOpinion.give(judge, by=caseworker, option=bid.weighed[0], words="So says the law.")
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
    PanelOpinion.give(one, by=one.user, option=option, words="Best so.")
    with pytest.raises(Refusal):
        one.excuse(by=caseworker, because="He is against it.")
    PanelOpinion.give(two, by=two.user, option=option, words="Best so.")
    for _time in range(2):
        silent.excuse(by=caseworker, because="She is ill.")
    with pytest.raises(Refusal):
        PanelOpinion.give(silent, by=silent.user, option=option, words="Here I am.")
    assert take(bid, supervisor).option == option
    assert Entry.objects.filter(deed="bestinterests.member_excused").count() == 1


def test_a_panel_that_does_not_agree_speaks_once_more(determine, caseworker, supervisor):
    bid = determine("invited")
    stay, home = bid.options.get(code="local_care"), bid.options.get(code="reunification")
    one, two, three = bid.panel.order_by("pk")
    three.delete()
    PanelOpinion.give(one, by=one.user, option=stay, words="Here he learns.")
    PanelOpinion.give(two, by=two.user, option=home, words="His mother waits.")
    with pytest.raises(Refusal, match="agree"):
        take(bid, supervisor)
    PanelOpinion.give(two, by=two.user, option=stay, words="I see it now.")
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
        PanelOpinion.give(member, by=user, option=option, words="So.")
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
    assert Entry.objects.filter(deed="bestinterests.decided").count() == 1


def test_the_child_is_told_what_was_decided(determine, caseworker, today):
    decision = determine().decision
    with pytest.raises(Refusal):
        decision.tell_child(by=caseworker, on=today - timedelta(days=1), words="Told.")
    for _time in range(2):
        decision.tell_child(by=caseworker, on=today, words="He laughed, and asked for paper.")
    assert Entry.objects.filter(deed="bestinterests.child_told").count() == 1


def test_opened_again_it_is_in_force_no_longer_and_nobody_has_spoken(determine, supervisor):
    old = determine()
    with pytest.raises(Refusal):
        old.decision.reopen(by=supervisor, because="")
    anew = old.decision.reopen(by=supervisor, because="His mother was found.")
    assert old.decision.reopen(by=supervisor, because="Again.") == anew
    old.refresh_from_db()
    assert (old.state, anew.state) == ("reopened", "weighing")
    assert [each.code for each in anew.weighed] == [each.code for each in old.weighed]
    assert not anew.last_opinions
    assert anew.missing[0] == "panel"


def test_one_determination_at_a_time(determine, child, caseworker):
    bid = determine("begun")
    assert BestInterestsDetermination.begin(child, by=caseworker, why="durable") == bid
    with pytest.raises(Refusal):
        BestInterestsDetermination.begin(child, by=caseworker, why="parents")


# At the gates of a journey.


@pytest.fixture
def gate(child, caseworker, supervisor, monkeypatch):
    names = ("best_interests", "best_interests_reunification")
    for name in names:
        kind = Kind(name, _("Best interests"), _("Is it best for the child?"))
        monkeypatch.setitem(kinds.kinds, name, kind)
    way = uuid4()
    Gate.put(child.case, way, names, by=caseworker, person=child.person)
    return {name: Gate.objects.get(way=way, kind=name) for name in names}


def may_pass(gate, by):
    try:
        gate.decide(by=by, met=True, words="The panel decided so.")
    except Refusal:
        return False
    return True


def test_a_child_alone_goes_nowhere_before_it_is_decided(gate, determine, caseworker):
    determine("spoken")
    assert not any(may_pass(each, caseworker) for each in gate.values())


@pytest.mark.parametrize(
    ("best", "back", "together"),
    [
        ("return_family", True, True),
        ("return_care", True, False),
        ("reunification", False, True),
        ("local_care", False, False),
    ],
)
def test_only_the_way_that_was_found_best_is_open(
    gate, determine, caseworker, best, back, together
):
    determine(best=best)
    assert may_pass(gate["best_interests"], caseworker) is back
    assert may_pass(gate["best_interests_reunification"], caseworker) is together


def test_a_determination_about_something_else_does_not_open_it(gate, determine, caseworker):
    determine(best="return_family", why="care")
    assert not may_pass(gate["best_interests"], caseworker)


def test_opened_again_the_gate_is_shut(gate, determine, caseworker, supervisor):
    determine(best="return_family").decision.reopen(by=supervisor, because="New facts.")
    assert not may_pass(gate["best_interests"], caseworker)


def test_an_authority_decides_too_and_both_must_agree(gate, child, determine, caseworker, today):
    def note(code):
        AuthorityDecision.note(
            child, by=caseworker, authority="Juzgado de la Niñez", on=today, code=code
        )

    note("return_family")
    assert may_pass(gate["best_interests"], caseworker)
    determine(best="local_care")
    assert not may_pass(gate["best_interests"], caseworker)


def test_a_child_without_an_adult_is_registered_first(his_case, yawar, caseworker, monkeypatch):
    kind = Kind("best_interests", _("Best interests"), _("Is it best for the child?"))
    monkeypatch.setitem(kinds.kinds, kind.name, kind)
    way = uuid4()
    Gate.put(his_case, way, [kind.name], by=caseworker)
    assert Gate.objects.get(way=way).missing


def test_a_child_with_her_mother_needs_no_panel(case, nayeli, caseworker, monkeypatch):
    kind = Kind("best_interests", _("Best interests"), _("Is it best for the child?"))
    monkeypatch.setitem(kinds.kinds, kind.name, kind)
    case.add_dependant(nayeli, "child", by=caseworker)
    way = uuid4()
    Gate.put(case, way, [kind.name], by=caseworker, person=nayeli)
    assert Gate.objects.get(way=way).missing == []

"""What was agreed is begun, done with what shows it, or dropped with why; then it is looked at."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core import clock
from amparo.foundation.core.database.counts import count_groups
from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.assistance.pathways.base import rows_of, worklist_counts
from amparo.pillars.assistance.reintegration import worklists
from amparo.pillars.assistance.reintegration.models import PlanItem, ReintegrationPlan

pytestmark = pytest.mark.django_db
SHOWN = {"economic": "Her stall feeds them.", "social": "Nayeli goes to school.",
         "psychosocial": "She sings in the choir."}  # fmt: skip


def counts(pending, user):
    counted = count_groups(rows=rows_of(pending))["rows"]
    found = worklist_counts(pending, counted)
    return {each.url.partition("waits=")[2]: (each.count, each.is_late) for each in found}


def test_nothing_begins_before_they_agreed(item, caseworker):
    with pytest.raises(Refusal):
        item.start(by=caseworker)
    assert item.status == "planned"


def test_starting_twice_is_starting_once(agreed, item, caseworker):
    for _again in range(2):
        item.start(by=caseworker)
    assert AuditEntry.objects.filter(event="planitem.started").count() == 1
    assert PlanItem.objects.get(pk=item.pk).status == "started"


def test_what_is_new_in_a_new_version_waits_for_their_word(agreed, item, asked, caseworker):
    new = agreed.revise(by=caseworker)
    added = new.add(**asked | {"objective": "A cart."})
    PlanItem.objects.get(pk=item.pk).start(by=caseworker)
    with pytest.raises(Refusal):
        added.start(by=caseworker)


def test_it_is_done_with_what_shows_it(agreed, item, caseworker):
    with pytest.raises(Refusal):
        item.complete(by=caseworker, text=" ")
    for _again in range(2):
        item.complete(by=caseworker, text="We saw the oven at work.")
    assert AuditEntry.objects.filter(event="planitem.done").count() == 1
    with pytest.raises(Refusal):
        item.drop(by=caseworker, because="After all not.")


def test_of_two_who_end_it_in_the_same_moment_the_second_is_told(agreed, item, caseworker):
    stale = PlanItem.objects.get(pk=item.pk)
    item.complete(by=caseworker, text="We saw the oven at work.")
    with pytest.raises(Refusal, match="already ended"):
        stale.drop(by=caseworker, because="After all not.")
    kept = PlanItem.objects.get(pk=item.pk)
    assert (kept.status, kept.end_text) == ("done", "We saw the oven at work.")


def test_who_changes_it_while_it_ends_is_told(item, asked, caseworker):
    stale = PlanItem.objects.get(pk=item.pk)
    item.complete(by=caseworker, text="We saw the oven at work.")
    with pytest.raises(Refusal, match="already ended"):
        stale.change(**asked | {"objective": "A cart."})
    assert PlanItem.objects.get(pk=item.pk).end_text == "We saw the oven at work."


def test_it_is_dropped_with_why(agreed, item, caseworker):
    with pytest.raises(Refusal):
        item.drop(by=caseworker, because="")
    item.drop(by=caseworker, because="She found work instead.")
    assert (item.status, item.cost[0]) == ("dropped", None)


def test_a_referral_of_another_case_does_not_serve_it(cast, agreed, item, referral, caseworker):
    item.refer(referral, by=caseworker)
    assert item.modality == "referral"
    other = cast.open_case(person=cast._person(given_names="Noor"))
    theirs = ReintegrationPlan.begin(other, by=caseworker)
    with pytest.raises(Refusal):
        theirs.add(
            by=caseworker, dimension="social", level="individual", activity="housing",
            objective="A room.", responsible=caseworker, starts_on=item.starts_on,
            ends_on=item.ends_on, referral=referral, modality="referral",
        )  # fmt: skip


def test_a_review_says_what_moved_and_when_to_look_again(case, agreed, caseworker, today):
    later = today + timedelta(days=80)
    for _again in range(2):
        agreed.review(by=caseworker, on=today, text="The stall is open.", next_on=later)
    assert agreed.reviews.count() == 1
    assert agreed.review_on == later
    assert case.tasks.pending().get(what=Task.What.REVIEW).due_on == later


@pytest.mark.parametrize(("on", "next_on"), [(1, 30), (0, 0), (0, -5)])
def test_a_review_looks_back_and_then_ahead(agreed, caseworker, today, on, next_on):
    with pytest.raises(Refusal):
        agreed.review(
            by=caseworker, on=today + timedelta(days=on), text="Well.",
            next_on=today + timedelta(days=next_on),
        )  # fmt: skip


def test_a_draft_is_not_reviewed(plan, caseworker, today):
    with pytest.raises(Refusal):
        plan.review(by=caseworker, on=today, text="Well.", next_on=today + timedelta(days=9))


def test_it_lasts_only_with_something_to_show_in_all_three(case, agreed, item, caseworker):
    item.complete(by=caseworker, text="The oven works.")
    with translation.override("en"), pytest.raises(Refusal, match="Psychosocial"):
        agreed.finish(by=caseworker, how="sustainable", **SHOWN | {"psychosocial": ""})
    for _again in range(2):
        agreed.finish(by=caseworker, how="sustainable", **SHOWN)
    assert ReintegrationPlan.current(case).state == "ended"
    assert not case.tasks.pending().filter(what=Task.What.REVIEW).exists()
    assert AuditEntry.objects.filter(event="reintegrationplan.ended").count() == 1


def test_it_does_not_last_while_something_is_still_to_do(agreed, item, caseworker):
    with pytest.raises(Refusal):
        agreed.finish(by=caseworker, how="sustainable", **SHOWN)


def test_they_may_always_go_on_without_us(case, agreed, item, caseworker):
    with pytest.raises(Refusal):
        agreed.finish(by=caseworker, how="choice")
    agreed.finish(by=caseworker, how="choice", text="She thanks us, and goes on alone.")
    assert ReintegrationPlan.begin(case, by=caseworker).number == 2


def test_what_waits_is_counted_for_them_and_for_their_supervisor(
    case, agreed, item, caseworker, supervisor, stranger
):
    none, one_late = (0, False), (1, True)
    assert counts(worklists.caseworker_counts(caseworker), caseworker)["late&whose=mine"] == none
    with clock.at(clock.now() + timedelta(days=120)):
        assert (
            counts(worklists.caseworker_counts(caseworker), caseworker)["late&whose=mine"]
            == one_late
        )
        assert counts(worklists.supervisor_counts(supervisor), supervisor)[
            "review&whose=team"
        ] == (1, False)
        assert counts(worklists.caseworker_counts(stranger), stranger)["late&whose=mine"] == none
    assert worklists.supervisor_counts(caseworker) == []


def test_a_plan_not_agreed_in_time_is_late(plan, caseworker):
    assert counts(worklists.caseworker_counts(caseworker), caseworker)["agree&whose=mine"] == (
        1,
        False,
    )
    with clock.at(clock.now() + timedelta(days=60)):
        assert counts(worklists.caseworker_counts(caseworker), caseworker)["agree&whose=mine"] == (
            1,
            True,
        )

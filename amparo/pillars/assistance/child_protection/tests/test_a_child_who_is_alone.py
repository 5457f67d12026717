"""A child alone is registered with what is known, and the file says who cares for them."""

from datetime import date, timedelta

import pytest

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import SafetyAlert
from amparo.pillars.assistance.child_protection.models import (
    CareArrangement,
    CareVisit,
    Guardian,
    UnaccompaniedChild,
)
from amparo.pillars.assistance.child_protection.worklists import missing_of, with_what_is_missing

pytestmark = pytest.mark.django_db


def begin(child, by, days=0, **more):
    since = child.case.office.today() - timedelta(days=days)
    told = {"kind": "foster", "carer": "Doña Julia", "where": "Calle 3"} | more
    return CareArrangement.begin(child, by=by, since=since, **told)


def lacks(child):
    return set(
        missing_of(with_what_is_missing(UnaccompaniedChild.objects.filter(pk=child.pk)).get())
    )


def test_sent_twice_it_is_one_registration(his_case, yawar, child, caseworker):
    again = UnaccompaniedChild.register(
        his_case, by=caseworker, person=yawar, status="unaccompanied"
    )
    assert again == child
    assert AuditEntry.objects.filter(event="unaccompaniedchild.registered").count() == 1


def test_an_adult_is_no_child(case, rosa, caseworker):
    with pytest.raises(Refusal):
        UnaccompaniedChild.register(case, by=caseworker, person=rosa, status="separated")


def test_whose_age_is_disputed_is_treated_as_a_child(case, rosa, caseworker):
    rosa.change(by=caseworker, is_age_disputed=True)
    assert UnaccompaniedChild.register(case, by=caseworker, person=rosa, status="separated").pk


def test_somebody_of_another_case_is_not_registered_here(case, yawar, caseworker):
    with pytest.raises(Refusal):
        UnaccompaniedChild.register(case, by=caseworker, person=yawar, status="separated")


@pytest.mark.parametrize(
    "wrong", [{"separated_on": date(2000, 1, 1)}, {"separated_on": date(2099, 1, 1)}]
)
def test_a_day_that_cannot_be_is_refused(his_case, yawar, caseworker, wrong):
    with pytest.raises(Refusal):
        UnaccompaniedChild.register(
            his_case, by=caseworker, person=yawar, status="separated", **wrong
        )
    assert not UnaccompaniedChild.objects.exists()


def test_what_is_known_may_be_put_right_and_the_ledger_names_no_words(child, caseworker):
    child.change(by=caseworker, status="separated", wishes="To go to school.")
    assert UnaccompaniedChild.objects.get().wishes == "To go to school."
    entry = AuditEntry.objects.get(event="unaccompaniedchild.changed")
    assert "school" not in str(entry.details)


def test_what_is_missing_is_named_and_goes_when_it_is_there(child, caseworker, today):
    assert lacks(child) == {"care", "guardian", "assessment"}
    begin(child, caseworker)
    Guardian.name_one(child, by=caseworker, name="Elsa Tola", basis="court", since=today)
    assert lacks(child) == {"assessment"}


def test_no_care_arrangement_is_no_care(child, caseworker):
    begin(child, caseworker, kind="none")
    assert "care" in lacks(child)


def test_another_home_ends_the_one_before_and_says_why(child, caseworker):
    first = begin(child, caseworker, days=20)
    with pytest.raises(Refusal):
        begin(child, caseworker, days=5, kind="kinship")
    begin(child, caseworker, days=5, kind="kinship", because="relative_found")
    first.refresh_from_db()
    assert (first.until, first.why_ended) == (
        child.case.office.today() - timedelta(days=5), "relative_found",
    )  # fmt: skip
    assert first.next_visit_on is None
    assert child.cares.standing().count() == 1


def test_the_same_care_sent_twice_is_one(child, caseworker):
    assert begin(child, caseworker, days=3) == begin(child, caseworker, days=3)


def test_a_change_before_the_beginning_is_refused(child, caseworker):
    begin(child, caseworker, days=5)
    with pytest.raises(Refusal):
        begin(child, caseworker, days=9, kind="kinship", because="other")


def test_a_visit_is_due_as_the_office_says_and_overdue_after(child, caseworker):
    care = begin(child, caseworker, days=40)
    assert 30 <= (care.next_visit_on - care.since).days <= 33  # the next day on which one works
    assert "visit" in lacks(child)
    CareVisit.hold(
        care, by=caseworker, on=child.case.office.today(), saw_child=True, spoke_alone=True,
        text="He sleeps well.",
    )  # fmt: skip
    assert "visit" not in lacks(child)


def test_a_visit_that_did_not_meet_the_child_does_not_count(child, caseworker, today):
    care = begin(child, caseworker, days=40)
    CareVisit.hold(care, by=caseworker, on=today, saw_child=False, text="Nobody was at home.")
    assert "visit" in lacks(child)


def test_with_parents_nobody_is_due_to_visit(child, caseworker):
    assert begin(child, caseworker, kind="parents").next_visit_on is None


def test_worry_at_a_visit_sounds_an_alert(child, caseworker, today):
    care = begin(child, caseworker)
    visit = CareVisit.hold(
        care, by=caseworker, on=today, saw_child=True, text="Quiet.", worries="A bruise."
    )
    assert visit.alert == SafetyAlert.objects.get(case=child.case)
    assert visit.alert.is_open


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": 1},
        {"on": -60},
        {"saw_child": False, "spoke_alone": True},
        {"text": " "},
    ],
)
def test_what_cannot_have_been_is_no_visit(child, caseworker, today, wrong):
    care = begin(child, caseworker, days=10)
    told = {"saw_child": True, "text": "Well.", "on": 0} | wrong
    told["on"] = today + timedelta(days=told["on"])
    with pytest.raises(Refusal):
        CareVisit.hold(care, by=caseworker, **told)
    assert not CareVisit.objects.exists()


def test_a_new_guardian_follows_the_one_before(child, caseworker, today):
    before = Guardian.name_one(
        child, by=caseworker, name="Elsa Tola", basis="interim", since=today - timedelta(days=9)
    )
    Guardian.name_one(child, by=caseworker, name="Juan Poma", basis="court", since=today)
    before.refresh_from_db()
    assert before.until == today
    assert child.guardians.standing().get().name == "Juan Poma"


def test_a_guardianship_ends_with_a_reason_and_once(child, caseworker, today):
    guardian = Guardian.name_one(
        child, by=caseworker, name="Elsa Tola", basis="court", since=today
    )
    with pytest.raises(Refusal):
        guardian.end(by=caseworker, on=today, because=" ")
    for _time in range(2):
        guardian.end(by=caseworker, on=today, because="She moved.")
    assert AuditEntry.objects.filter(event="guardian.ended").count() == 1


def test_one_who_is_alone_no_longer_is_history(child, caseworker):
    stale = UnaccompaniedChild.objects.get(pk=child.pk)
    child.no_longer(by=caseworker, why="caregiver", text="With his aunt.")
    stale.no_longer(by=caseworker, why="caregiver", text="Sent twice.")
    with pytest.raises(Refusal):
        stale.no_longer(by=caseworker, why="mistake", text="No.")
    stale.refresh_from_db()
    assert (stale.end_reason, stale.end_text) == ("caregiver", "With his aunt.")
    assert AuditEntry.objects.filter(event="unaccompaniedchild.ended").count() == 1
    assert lacks(child) == set()
    with pytest.raises(Refusal):
        begin(child, caseworker)


def test_what_is_put_right_meanwhile_does_not_undo_the_end(child, caseworker):
    stale = UnaccompaniedChild.objects.get(pk=child.pk)
    child.no_longer(by=caseworker, why="caregiver", text="With his aunt.")
    stale.change(by=caseworker, wishes="To stay with his aunt.")
    child.refresh_from_db()
    assert (child.is_over, child.end_reason) == (True, "caregiver")


def test_nobody_grows_up_before_the_day(child, caseworker):
    with pytest.raises(Refusal):
        child.no_longer(by=caseworker, why="adult")

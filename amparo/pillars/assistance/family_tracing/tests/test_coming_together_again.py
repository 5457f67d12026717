"""Nobody is handed over while a check is shut, whatever was decided before."""

from datetime import timedelta

import pytest
from django.utils import translation

from amparo.foundation.core.models import AuditEntry
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.assistance.cases.models import Task
from amparo.pillars.assistance.cases.timeline import timeline_entries
from amparo.pillars.assistance.child_protection.models import AuthorityDecision, UnaccompaniedChild
from amparo.pillars.assistance.family_tracing.models import (
    Reunification,
    ReunificationHandover,
    TracingClosure,
    TracingConsent,
)
from amparo.pillars.assistance.family_tracing.tests import story
from amparo.pillars.assistance.pathways.models import Check, CheckOverride

pytestmark = pytest.mark.django_db
BEST = "best_interests_reunification"


@pytest.fixture
def today(office):
    return office.today()


@pytest.fixture
def alone(child_case, found, caseworker):
    """Nayeli is registered as separated from her parents."""
    return UnaccompaniedChild.register(child_case, by=caseworker, person=found, status="separated")


@pytest.fixture
def decided(alone, caseworker, today):
    """The authority for children found that living with her family again is best for her."""
    return authority(alone, "reunification", by=caseworker, on=today)


def authority(alone, code, *, by, on):
    return AuthorityDecision.note(alone, by=by, authority="Defensoría", on=on, code=code)


@pytest.fixture
def reunion(match, child_case, decided, tracer):
    """Prepared, and everything that others find out for it is found."""
    story.verified(match, by=tracer)
    return Reunification.prepare(match, child_case, by=tracer)


def test_it_is_prepared_once_both_sides_are_verified(match, child_case, tracer):
    with pytest.raises(Refusal, match="both sides"):
        Reunification.prepare(match, child_case, by=tracer)
    story.verified(match, by=tracer)
    first, second = (Reunification.prepare(match, child_case, by=tracer) for _again in range(2))
    assert first == second
    kinds = {check.kind for check in Check.objects.of(first.ref)}
    assert BEST in kinds
    assert len(kinds) == 6


def test_it_lies_in_the_case_of_who_was_found(match, case, child_case, tracer):
    story.verified(match, by=tracer)
    with pytest.raises(Refusal, match="somebody else"):
        Reunification.prepare(match, case, by=tracer)


def test_a_day_is_set_only_when_all_is_settled(reunion, supervisor, today):
    planned = {"on": today, "place": "Oruro", "received_by": "Carmen Mamani, her grandmother"}
    story.pass_checks(reunion, by=supervisor, but=("tracing_willing",))
    with pytest.raises(Refusal, match="Both want it"):
        reunion.plan(by=supervisor, **planned)
    story.pass_checks(reunion, by=supervisor)
    with pytest.raises(Refusal, match="passed"):
        reunion.plan(by=supervisor, **planned | {"on": today - timedelta(days=1)})
    reunion.plan(by=supervisor, **planned)
    assert reunion.state == "planned"


@pytest.mark.parametrize(
    "check",
    ["tracing_consents", "tracing_verified", "tracing_willing", "tracing_safe",
     "tracing_may_inform_family", BEST],
)  # fmt: skip
def test_no_handover_through_a_shut_check(reunion, supervisor, today, check):
    story.pass_checks(reunion, by=supervisor, but=(check,))
    with pytest.raises(Refusal):
        reunion.hand_over(by=supervisor, on=today, **story.HANDED)
    assert not ReunificationHandover.objects.exists()


@pytest.mark.parametrize(
    ("code", "why"), [("", "not determined yet"), ("local_care", "names another solution")]
)
def test_a_child_does_not_go_before_it_is_found_best(
    match, child_case, alone, tracer, supervisor, caseworker, today, code, why
):
    if code:
        authority(alone, code, by=caseworker, on=today)
    story.verified(match, by=tracer)
    reunion = Reunification.prepare(match, child_case, by=tracer)
    story.pass_checks(reunion, by=supervisor, but=(BEST,))
    check = Check.objects.get(way=reunion.ref, kind=BEST)
    with pytest.raises(Refusal, match=why):
        check.decide(by=supervisor, met=True, text="They have waited so long.")
    assert not check.decisions.exists()
    with pytest.raises(Refusal, match=r"Best interests of the child\."):
        reunion.plan(by=supervisor, on=today, place="Oruro", received_by="Carmen Mamani")
    reunion.refresh_from_db()
    assert (reunion.state, reunion.planned_on) == ("prepared", None)


def test_a_child_whom_nobody_registered_as_alone_does_not_go_either(
    match, child_case, tracer, supervisor
):
    story.verified(match, by=tracer)
    reunion = Reunification.prepare(match, child_case, by=tracer)
    with pytest.raises(Refusal, match="Register them as a child alone"):
        Check.objects.get(way=reunion.ref, kind=BEST).decide(by=supervisor, met=True, text="Yes.")


def test_what_is_found_best_later_stops_a_handover_that_was_settled(
    reunion, alone, supervisor, caseworker, today
):
    story.pass_checks(reunion, by=supervisor)
    authority(alone, "local_care", by=caseworker, on=today)
    with translation.override("es"), pytest.raises(Refusal, match="nombra otra solución"):
        reunion.hand_over(by=supervisor, on=today, **story.HANDED)
    assert not ReunificationHandover.objects.exists()


def test_none_of_them_can_be_decided_away(reunion, caseworker):
    for check in Check.objects.of(reunion.ref):
        with pytest.raises(Refusal, match="only be met"):
            CheckOverride.ask(check, by=caseworker, because="They have waited so long.")


def test_a_check_is_not_met_against_what_those_who_trace_found(reunion, match, tracer, supervisor):
    story.verify(match, "person", by=tracer, willing="no")
    check = Check.objects.get(way=reunion.ref, kind="tracing_willing")
    with pytest.raises(Refusal, match="together again"):
        check.decide(by=supervisor, met=True, text="They will get used to it.")


@pytest.mark.parametrize("who", ["person", "relative"])
def test_consent_taken_back_after_everything_was_met_stops_it(
    reunion, match, supervisor, caseworker, today, who
):
    story.pass_checks(reunion, by=supervisor)
    if who == "person":
        match.person.consents.get(purpose="tracing").withdraw(by=caseworker)
    else:
        TracingConsent.take_back(match.request, by=caseworker)
    with pytest.raises(Refusal, match="Something changed"):
        reunion.hand_over(by=supervisor, on=today, **story.HANDED)


def test_who_turns_out_to_be_a_child_is_asked_about_as_one(
    match, child_case, tracer, supervisor, today
):
    person = match.person
    person.change(by=supervisor, birth_date=None, birth_year=1990)
    story.verified(match, by=tracer)
    reunion = Reunification.prepare(match, child_case, by=tracer)
    story.pass_checks(reunion, by=supervisor)
    person.change(by=supervisor, is_age_disputed=True)
    reunion = Reunification.objects.get(pk=reunion.pk)
    with pytest.raises(Refusal, match="More has to be settled"):
        reunion.hand_over(by=supervisor, on=today, **story.HANDED)
    Reunification.prepare(match, child_case, by=tracer)
    assert Check.objects.filter(way=reunion.ref, kind=BEST).exists()


def test_they_are_together_and_one_looks_three_times_how_it_goes(
    reunion, match, supervisor, today, caseworker
):
    story.pass_checks(reunion, by=supervisor)
    first, again = (
        reunion.hand_over(by=supervisor, on=today, **story.HANDED) for _again in range(2)
    )
    assert first == again
    match.request.refresh_from_db()
    assert match.request.state == "reunified"
    assert match.request.state_for(caseworker) == "Tracing in progress"
    visits = [visit.task for visit in reunion.visits.all()]
    assert [task.what for task in visits] == [Task.What.VISIT] * 3
    assert visits[0].due_on >= today + timedelta(days=30)
    closed = TracingClosure.close(
        match.request, by=supervisor, outcome="reunified", text="All three live in Oruro."
    )
    assert closed.request.is_closed


def test_a_child_who_is_with_the_family_again_is_alone_no_longer(
    reunion, alone, cast, supervisor, tracer, today
):
    """In whatever file it was written down; once, and never again."""
    other = cast.open_case(person=alone.person, owner=tracer)
    there = UnaccompaniedChild.register(other, by=tracer, person=alone.person, status="separated")
    other.status = "closed"
    other.save()
    story.pass_checks(reunion, by=supervisor)
    for _again in range(2):
        reunion.hand_over(by=supervisor, on=today, **story.HANDED)
    assert not UnaccompaniedChild.objects.standing().exists()
    for child in (alone, there):
        child.refresh_from_db()
        assert (child.end_reason, child.ended_by) == ("reunified", supervisor)
        line = AuditEntry.objects.get(event="unaccompaniedchild.ended", record_ref=child.ref)
        assert line.details == {"reason": "reunified"}


@pytest.mark.parametrize("found_is_adult", [True, False])
def test_a_child_who_looked_for_an_adult_is_alone_no_longer_either(
    reunion, alone, cast, supervisor, caseworker, today, found_is_adult
):
    seeker = cast._person(given_names="Wara", birth_year=today.year - 12)
    case = cast.open_case(person=seeker)
    child = UnaccompaniedChild.register(case, by=caseworker, person=seeker, status="unaccompanied")
    request = reunion.match.request
    request.inquirer = seeker
    request.save()
    if found_is_adult:
        reunion.person.birth_date, reunion.person.birth_year = None, 1980
    Reunification._end_time_alone(reunion, by=supervisor)
    child.refresh_from_db()
    assert child.is_over is found_is_adult


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"received_by": " "}, "who received"),
        ({"on": 1}, "still to come"),
        ({"on": -400}, "nothing was prepared"),
    ],
)
def test_a_handover_says_where_when_and_to_whom(reunion, supervisor, today, bad, why):
    story.pass_checks(reunion, by=supervisor)
    said = {"on": 0} | story.HANDED | bad
    said["on"] = today + timedelta(days=said["on"])
    with pytest.raises(Refusal, match=why):
        reunion.hand_over(by=supervisor, **said)


def test_what_was_called_off_is_over_and_can_be_prepared_anew(
    client, reunion, match, child_case, tracer, supervisor, today
):
    story.pass_checks(reunion, by=supervisor)
    stale = Reunification.objects.get(pk=reunion.pk)
    reunion.call_off(by=supervisor, because="She wants to finish school first.")
    stale.call_off(by=supervisor, because="Sent twice.")
    entry = AuditEntry.objects.get(event="reunification.called_off")
    (line,) = timeline_entries([entry])
    assert line.more == "She wants to finish school first."
    client.force_login(supervisor)
    assert line.more in client.get(reunion.get_absolute_url()).text
    with pytest.raises(Refusal, match="finished"):
        reunion.hand_over(by=supervisor, on=today, **story.HANDED)
    again = Reunification.prepare(match, child_case, by=tracer)
    assert again != reunion
    assert Check.objects.of(again.ref).shut(today).count() == 6

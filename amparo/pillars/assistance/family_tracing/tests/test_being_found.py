"""Nobody is found who does not want to be; nobody is told who may not be."""

import pytest

from amparo.foundation.core.models import RestrictedGroupAccess
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.family_tracing.matching import match_candidates
from amparo.pillars.assistance.family_tracing.models import (
    InquirerNotification,
    MatchVerification,
    TracingConsent,
    TracingMatch,
    matches,
    verifications,
)
from amparo.pillars.assistance.family_tracing.tests import story
from tests.support.audit_entries import entries_of

pytestmark = pytest.mark.django_db


def people(sought, user):
    return [each.person for each in match_candidates(sought, user)]


def test_who_traces_sees_likely_people_with_reasons(sought, found, tracer):
    [candidate] = match_candidates(sought, tracer)
    assert candidate.person == found
    said = dict(candidate.said)
    assert said["Sounds alike"]
    assert said["Same nationality"]


def test_nobody_else_is_shown_anybody(cast, sought, found, tracer):
    for who in ("caseworker", "supervisor", "stranger", "nurse", "data_officer"):
        assert people(sought, getattr(cast, who)) == []


def test_who_has_not_agreed_is_not_shown(sought, nayeli, tracer):
    assert people(sought, tracer) == []


def test_what_the_person_takes_back_is_obeyed_by_the_next_look(cast, sought, nayeli, tracer):
    consent = story.agree(nayeli, by=cast.caseworker)
    assert people(sought, tracer) == [nayeli]
    consent.withdraw(by=cast.caseworker)
    assert people(sought, tracer) == []


def test_so_is_what_the_relative_takes_back(cast, sought, found, tracer):
    TracingConsent.take_back(sought.request, by=cast.caseworker)
    assert people(sought, tracer) == []


def test_a_restricted_child_is_found_only_with_leave_for_the_group(
    cast, sought, found, tracer, supervisor
):
    case = cast.open_case(person=found, kind="child_protection")
    RestrictedGroupAccess.give(to=cast.caseworker, group="child", office=cast.office, by=None)
    case.restrict("child", by=supervisor)
    assert people(sought, tracer) == []
    RestrictedGroupAccess.give(to=tracer, group="child", office=cast.office, by=None)
    assert people(sought, tracer) == [found]


def test_an_office_elsewhere_is_not_looked_into(cast, sought, found, tracer, stranger):
    far = Person.register(
        by=stranger, team=cast.other_team, consent=cast.consent, given_names="Nayeli",
        family_names="Quispe",
    )  # fmt: skip
    story.agree(far, by=stranger)
    assert far not in people(sought, tracer)
    with pytest.raises(Refusal, match="not open"):
        TracingMatch.propose(sought, far, by=tracer)


def test_a_match_takes_leave_and_both_consents(cast, sought, nayeli, tracer):
    with pytest.raises(Refusal, match="have access to tracing"):
        TracingMatch.propose(sought, nayeli, by=cast.caseworker)
    with pytest.raises(Refusal, match="not agreed to be looked for"):
        TracingMatch.propose(sought, nayeli, by=tracer)
    story.agree(nayeli, by=cast.caseworker)
    TracingConsent.take_back(sought.request, by=cast.caseworker)
    with pytest.raises(Refusal, match="relative"):
        TracingMatch.propose(sought, nayeli, by=tracer)
    assert not TracingMatch.objects.exists()


def test_proposed_twice_is_once_and_not_shown_again(sought, found, tracer):
    first, second = (TracingMatch.propose(sought, found, by=tracer) for _again in range(2))
    assert first == second
    assert people(sought, tracer) == []


def test_what_was_found_to_be_somebody_else_stays_so(match, tracer):
    stale = TracingMatch.objects.get(pk=match.pk)
    match.set_aside(by=tracer, because="Another mother.")
    stale.set_aside(by=tracer, because="Sent twice.")
    match.refresh_from_db()
    assert (match.rejected_by, match.rejected_reason) == (tracer, "Another mother.")
    assert [line.record_ref for line in entries_of("match.set_aside")] == [match.ref]
    with pytest.raises(Refusal, match="somebody else"):
        TracingMatch.propose(match.sought, match.person, by=tracer)
    with pytest.raises(Refusal, match="somebody else"):
        story.verify(match, "person", by=tracer)


def test_the_person_is_asked_before_the_relative(match, tracer):
    with pytest.raises(Refusal, match="Ask the person first"):
        story.verify(match, "relative", by=tracer)
    story.verify(match, "person", by=tracer, may_inform_family="unsure")
    with pytest.raises(Refusal, match="Ask the person first"):
        story.verify(match, "relative", by=tracer)
    story.verify(match, "person", by=tracer)
    story.verify(match, "relative", by=tracer)
    match.refresh_from_db()
    assert match.state == TracingMatch.State.CONFIRMED
    assert match.request.state == "verified"


def test_one_side_alone_verifies_nothing(match, tracer):
    story.verify(match, "person", by=tracer)
    assert not match.pair.is_verified
    with pytest.raises(Refusal, match="both sides"):
        InquirerNotification.tell(match, by=tracer, method="call", text="She is well.")


def test_a_finding_says_what_was_checked_and_on_what_it_rests(match, tracer):
    with pytest.raises(Refusal, match="checked"):
        story.verify(match, "person", by=tracer, checked=[])
    with pytest.raises(Refusal, match="rests"):
        story.verify(match, "person", by=tracer, text=" ")
    with pytest.raises(Refusal, match="whether their family"):
        story.verify(match, "person", by=tracer, may_inform_family="")
    assert not MatchVerification.objects.exists()


def test_who_asks_that_the_family_not_be_told_is_obeyed(match, tracer, caseworker):
    story.verify(match, "person", by=tracer, may_inform_family="no")
    for deed in (
        lambda: story.verify(match, "relative", by=tracer),
        lambda: InquirerNotification.tell(match, by=tracer, method="call", text="She is well."),
    ):
        with pytest.raises(Refusal):
            deed()
    assert match.request.state_for(caseworker) == "Tracing in progress"
    assert not match.request.notifications.exists()


def test_a_rule_of_another_package_is_obeyed_like_their_own_word(match, tracer, monkeypatch):
    story.verify(match, "person", by=tracer)
    for module in (matches, verifications):
        monkeypatch.setattr(module, "may_contact_family", lambda person: False)
    with pytest.raises(Refusal, match="not be told"):
        story.verify(match, "relative", by=tracer)
    assert not match.pair.may_inform_family


def test_until_the_relative_was_told_who_took_the_request_reads_nothing_of_it(
    match, tracer, caseworker
):
    story.verified(match, by=tracer)
    request = match.request
    assert request.state_for(tracer) == "Verified"
    assert request.state_for(caseworker) == "Tracing in progress"
    InquirerNotification.tell(
        match, by=tracer, method="call", text="She is well, and wants to see you."
    )
    assert request.state_for(caseworker) == "Verified"

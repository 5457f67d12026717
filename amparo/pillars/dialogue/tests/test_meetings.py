"""Meetings: planned, called, held; agenda, decisions and actions; closed ones; reminders."""

from datetime import timedelta

import pytest
from django.utils import timezone

from amparo.foundation.core import clock
from amparo.foundation.core.encryption.values import DataKey
from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.links.models import Link
from amparo.pillars.dialogue.minutes import is_unchanged
from amparo.pillars.dialogue.models import (
    ActionItem,
    AgendaItem,
    Commitment,
    Convening,
    Decision,
    Statement,
)
from amparo.pillars.dialogue.models.decisions import open_actions_of
from amparo.pillars.dialogue.reminders.meetings import remind_of_actions, remind_of_papers

pytestmark = pytest.mark.django_db


def test_a_meeting_is_called_with_an_agenda_and_held_once_it_began(forums, policy_officer):
    meeting = forums.meeting
    AgendaItem.objects.filter(pk=forums.agenda_item.pk).update(state="proposed")
    with pytest.raises(Refusal, match="Accept at least one"):
        meeting.call(by=policy_officer)
    forums.agenda_item.accept(by=policy_officer)
    meeting.call(by=policy_officer)
    notices = Notification.objects.filter(user=forums.official, event="meeting.called")
    assert notices.latest("pk").about == "MRM"
    with pytest.raises(Refusal, match="has not begun yet"):
        meeting.hold(by=policy_officer)
    with clock.at(meeting.ends_at):
        meeting.hold(by=policy_officer)
    with pytest.raises(Refusal, match="not moved"):
        meeting.move(by=policy_officer, starts_at=meeting.starts_at, ends_at=meeting.ends_at)
    with pytest.raises(Refusal, match="took place or was cancelled"):
        meeting.cancel(by=policy_officer, because="Nobody came")


def test_a_meeting_that_makes_no_sense_is_refused_in_words(forums, policy_officer):
    meeting = forums.meeting
    with pytest.raises(Refusal, match="ends after it begins"):
        meeting.move(by=policy_officer, starts_at=meeting.ends_at, ends_at=meeting.starts_at)
    meeting.refresh_from_db()
    with pytest.raises(Refusal, match="before the meeting, not after"):
        meeting.change(by=policy_officer, papers_due_on=meeting.day + timedelta(days=1))
    meeting.refresh_from_db()
    with pytest.raises(Refusal, match="Say where"):
        meeting.change(by=policy_officer, place="", online="")
    with pytest.raises(Refusal, match="Say why"):
        meeting.cancel(by=policy_officer, because=" ")


def test_an_item_moves_within_the_agenda(forums, policy_officer):
    second = forums.meeting.items.get(position=2)
    second.change(by=policy_officer, position=1)
    assert [each.title for each in forums.meeting.items.order_by("position")] == [
        "Promesas de octubre", "Escuela sin partida de nacimiento",
    ]  # fmt: skip


def test_minutes_are_adopted_by_somebody_who_wrote_none_and_frozen(
    forums, policy_officer, second_keeper
):
    meeting = forums.held_meeting
    with pytest.raises(Refusal, match="You wrote in these minutes"):
        meeting.adopt_minutes(by=policy_officer)
    meeting.adopt_minutes(by=second_keeper)
    assert is_unchanged(Convening.objects.get(pk=meeting.pk))
    item = AgendaItem.objects.get(convening=meeting)
    for add in (
        lambda: item.write_minutes(by=policy_officer, minutes="Other"),
        lambda: Statement.record(item, by=policy_officer, text="More"),
        lambda: Decision.record(item, by=policy_officer, text="More"),
        lambda: item.change(by=policy_officer, title="Other"),
    ):
        with pytest.raises(Refusal, match="were adopted"):
            add()
    AgendaItem.objects.filter(pk=item.pk).update(minutes="Changed in the database")
    assert not is_unchanged(meeting)


def test_the_chair_adopts_the_minutes_by_the_account_of_its_focal_point(forums, official):
    adopts = Convening.objects.accessible_to(official, to="adopt")
    assert forums.held_meeting in adopts
    city = forums.forum.chair_terms.last().organization
    today = forums.office.today()
    forums.forum.hand_chair(by=forums.policy_officer, organization=city, since=today)
    assert forums.held_meeting not in Convening.objects.accessible_to(official, to="adopt")
    assert forums.held_meeting in Convening.objects.accessible_to(official)


def test_names_are_erased_and_what_was_said_and_decided_stays(
    forums, policy_officer, second_keeper
):
    meeting = forums.held_meeting
    meeting.adopt_minutes(by=second_keeper)
    assert meeting.erase_names(by=policy_officer) == 2
    assert meeting.erase_names(by=policy_officer) == 0
    statement = Statement.objects.get(pk=forums.statement.pk)
    assert (statement.speaker, statement.text) == ("", "Abriremos las duchas.")
    assert not DataKey.objects.filter(owner_ref=statement.ref).exists()
    assert Decision.objects.get().text == "Abrir 26 plazas más."
    assert is_unchanged(meeting)


def test_the_chatham_rule_refuses_who_said_it(forums, policy_officer):
    meeting, item = forums.meeting, forums.agenda_item
    city = forums.forum.chair.organization
    meeting.change(by=policy_officer, rule=Convening.Rule.CHATHAM)
    meeting.call(by=policy_officer)
    item.refresh_from_db()
    for named in ({"organization": city}, {"speaker": "C. Rivas"}):
        with pytest.raises(Refusal, match="do not say who said what"):
            Statement.record(item, by=policy_officer, text="Yes", **named)
    assert Statement.record(item, by=policy_officer, text="Yes").organization is None


def test_a_meeting_with_names_in_its_minutes_does_not_come_under_the_chatham_rule(
    forums, policy_officer
):
    forums.meeting.call(by=policy_officer)
    item = AgendaItem.objects.get(pk=forums.agenda_item.pk)
    Statement.record(item, by=policy_officer, text="Yes", speaker="C. Rivas")
    with pytest.raises(Refusal, match="do not say who said what"):
        forums.meeting.change(by=policy_officer, rule=Convening.Rule.CHATHAM)


def test_a_closed_meeting_is_seen_by_those_seated_and_its_keepers_alone(
    forums, policy_officer, official, cast
):
    meeting = forums.meeting
    other = cast._user("other", "Eva Luna", "policy_officer", office=cast.other_office)
    assert meeting in Convening.objects.accessible_to(other)
    assert meeting not in Convening.objects.accessible_to(official)  # not called yet
    meeting.change(by=policy_officer, rule=Convening.Rule.CLOSED)
    meeting.call(by=policy_officer)
    for user, sees in ((other, False), (official, True), (policy_officer, True)):
        assert (meeting in Convening.objects.accessible_to(user)) is sees
        items = AgendaItem.objects.accessible_to(user).filter(convening=meeting)
        assert items.exists() is sees
    told = Notification.objects.filter(user=official, event="meeting.called").latest("pk")
    assert told.about == ""
    forums.focal_point.end(by=policy_officer, on=forums.office.today())
    assert meeting not in Convening.objects.accessible_to(official)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"how": "vote"}, "how many voted"),
        ({"how": "vote", "votes_for": 2, "votes_against": 3}, "nothing was decided"),
        ({"how": "consensus", "votes_for": 2}, "only where there was a vote"),
        ({"how": "reservations"}, "Say which institution"),
        ({"how": "consensus", "reserved_by": True}, "no consensus"),
    ],
)
def test_a_decision_says_how_it_was_taken(forums, policy_officer, said, refused):
    forums.meeting.call(by=policy_officer)
    item = AgendaItem.objects.get(pk=forums.agenda_item.pk)
    if "reserved_by" in said:
        said = said | {"reserved_by": [forums.forum.chair.organization]}
    with pytest.raises(Refusal, match=refused):
        Decision.record(item, by=policy_officer, text="Open it", **said)


def test_a_decision_becomes_a_commitment_once_and_is_linked_to_its_item(forums, policy_officer):
    city = forums.forum.chair.organization
    with pytest.raises(Refusal, match="which institution is to do it"):
        forums.decision.commit(by=policy_officer, bearers=[])
    made = forums.decision.commit(by=policy_officer, bearers=[city], has_no_deadline=True)
    assert (made.origin, made.state) == (Commitment.Origin.DECISION, Commitment.State.ADOPTED)
    assert (made.text, made.adopted_on) == ("Abrir 26 plazas más.", forums.held_meeting.day)
    assert made.lead.organization == city
    [link] = Link.objects.from_records("commitment", [made.ref])
    assert (link.relation, link.target_ref) == ("results_from", forums.decision.item.ref)
    with pytest.raises(Refusal, match="commitment already"):
        forums.decision.commit(by=policy_officer, bearers=[city])


def test_what_is_open_of_the_last_meeting(forums, policy_officer):
    last = forums.meeting.last_one
    assert last == forums.held_meeting
    assert list(open_actions_of(last)) == [forums.meeting_action]
    with pytest.raises(Refusal, match="in the future"):
        forums.meeting_action.finish(
            by=policy_officer, on=forums.office.today() + timedelta(days=1)
        )
    forums.meeting_action.finish(by=policy_officer, on=forums.office.today())
    assert not open_actions_of(last)
    assert not open_actions_of(None)


def test_reminders_go_out_once_each(forums, policy_officer):
    AgendaItem.objects.filter(convening=forums.meeting).update(state="accepted")
    assert (remind_of_papers(), remind_of_papers()) == (1, 0)
    asked = Notification.objects.filter(user=policy_officer, event="meeting.papers_due")
    assert asked.count() == 1
    assert (remind_of_actions(), remind_of_actions()) == (1, 0)
    late = Notification.objects.filter(event="meetingaction.late")
    assert {each.user for each in late} == {policy_officer, forums.official}
    forums.meeting.refresh_from_db()
    forums.meeting.change(by=policy_officer, papers_due_on=forums.office.today())
    assert remind_of_papers() == 1


def test_papers_that_are_there_are_not_asked_for(forums, policy_officer):
    AgendaItem.objects.exclude(pk=forums.agenda_item.pk).update(state="deferred")
    assert remind_of_papers() == 0


def test_nobody_is_counted_who_has_not_come(forums, policy_officer):
    delegation = forums.delegation
    with pytest.raises(Refusal, match="has not begun yet"):
        delegation.change(by=policy_officer, state="came", women=2)
    delegation.refresh_from_db()
    with pytest.raises(Refusal, match="Count people only"):
        delegation.change(by=policy_officer, state="accepted", women=2)


def test_an_action_is_due_after_its_meeting(forums, policy_officer):
    forums.meeting.call(by=policy_officer)
    item = AgendaItem.objects.get(pk=forums.agenda_item.pk)
    with pytest.raises(Refusal, match="after the meeting"):
        ActionItem.record(
            item, by=policy_officer, text="Now", owner=forums.forum.chair.organization,
            due_on=timezone.now().date(),
        )  # fmt: skip

"""A rumour from hearing it to its answer, and what is refused on the way."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from amparo.foundation.core import clock
from amparo.foundation.core.models import AuditEntry, Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.advocacy.rumours.models import Rumour, RumourCheck, Sighting
from amparo.pillars.advocacy.rumours.tasks import ask_about_answered, erase_old_texts
from amparo.pillars.advocacy.rumours.worklists import days_of_rumours, pending_rumours

from .conftest import RUMOUR_TEXT, approve_message, check_rumour, draft_answer

pytestmark = pytest.mark.django_db


def actions(user):
    return [str(each.action) for each in pending_rumours(user)]


def notices(user, event):
    return Notification.objects.filter(user=user, event=event).count()


def test_a_recorded_rumour_has_its_first_sighting_and_communications_are_told(rumour, keeper):
    assert rumour.number.startswith("RUM-")
    assert rumour.sightings.count() == 1
    assert notices(keeper, "rumour.recorded") == 1
    assert actions(keeper) == ["Assess risk"]


def test_the_words_are_sealed_and_stand_in_no_notice_and_no_audit_entry(rumour, keeper):
    raw = Rumour.objects.filter(pk=rumour.pk).values_list("text", flat=True)[0]
    assert b"refugio" not in bytes(raw)
    assert "refugio" not in Notification.objects.get(user=keeper).about
    assert not AuditEntry.objects.filter(details__icontains="refugio").exists()


def test_a_rumour_without_words_or_of_a_day_to_come_is_refused(record_rumour, office):
    with pytest.raises(Refusal, match="as it was said"):
        record_rumour("  ")
    with pytest.raises(Refusal, match="still to come"):
        record_rumour(heard_on=office.today() + timedelta(days=1))


def test_the_same_sighting_twice_counts_once_and_another_day_counts(rumour, colleague, office):
    yesterday = office.today() - timedelta(days=1)
    for _twice in range(2):
        rumour.sight(by=colleague, channel="radio", heard_on=yesterday)
    rumour.sight(by=colleague, channel="radio")
    rumour.refresh_from_db()
    assert rumour.sightings.count() == 3
    assert rumour.first_heard_on == yesterday


def test_a_duplicate_becomes_a_sighting_of_the_other_rumour(rumour, record_rumour, colleague):
    duplicate = record_rumour("El refugio entrega gente a la policía", by=colleague)
    duplicate.merge_into(rumour, by=colleague)
    assert rumour.sightings.count() == 2
    assert duplicate.is_closed
    assert duplicate.same_as == rumour


def test_a_rumour_that_somebody_worked_on_is_not_merged_into_another(
    rumour, record_rumour, keeper
):
    rumour.assess_risk(by=keeper, harms=["services"], level="medium", reason="Many ask.")
    with pytest.raises(Refusal, match="worked on"):
        rumour.merge_into(record_rumour("Otra cosa"), by=keeper)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"harms": []}, "how somebody could be hurt"),
        ({"level": "none"}, "Not assessed is none"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_a_risk_level_without_harm_level_or_reason_is_refused(rumour, keeper, said, why):
    told = {"harms": ["services"], "level": "high", "reason": "Heard by many."} | said
    with pytest.raises(Refusal, match=why):
        rumour.assess_risk(by=keeper, **told)
    assert rumour.risk == "none"


def test_a_decided_level_keeps_what_the_rule_proposed_beside_it(rumour, keeper):
    made = rumour.assess_risk(
        by=keeper, harms=["violence"], level="critical", reason="Stones were thrown."
    )
    assert (made.proposed, made.because, rumour.risk) == ("high", "severe", "critical")


def test_no_verdict_without_a_source(rumour, keeper):
    with pytest.raises(Refusal, match="needs a source"):
        rumour.propose_verdict(by=keeper, verdict="unknown", explanation="Ask the shelter.")


def test_the_second_person_is_another_one_in_the_database_too(rumour, keeper, supervisor):
    check = check_rumour(rumour, keeper, None)
    with pytest.raises(Refusal, match="Somebody else confirms"):
        rumour.confirm_verdict(check, by=keeper)
    with pytest.raises(IntegrityError), transaction.atomic():
        RumourCheck.objects.filter(pk=check.pk).update(confirmed_by=keeper)
    assert "Confirm verdict" in actions(supervisor)
    rumour.confirm_verdict(check, by=supervisor)
    assert rumour.state == "checked"


def test_a_second_person_who_disagrees_says_why_and_it_is_checked_anew(rumour, keeper, supervisor):
    check = check_rumour(rumour, keeper, None)
    with pytest.raises(Refusal, match="Say why you disagree"):
        rumour.disagree(check, by=supervisor, because=" ")
    rumour.disagree(check, by=supervisor, because="The police came once.")
    assert rumour.verdict == ""
    assert notices(keeper, "rumour.disagreed") == 1
    with pytest.raises(Refusal, match="no longer waits"):
        rumour.confirm_verdict(check, by=supervisor)
    check_rumour(rumour, keeper, supervisor, verdict="partly")
    assert rumour.verdict == "partly"


def test_an_answer_cannot_be_drafted_before_anybody_looked_into_it(rumour, keeper):
    with pytest.raises(Refusal, match="First check it"):
        draft_answer(rumour, keeper)


def test_a_heading_that_repeats_the_rumour_is_refused_when_drafted_and_when_changed(
    checked, keeper
):
    with pytest.raises(Refusal, match="repeats what was heard"):
        draft_answer(checked, keeper, heading=RUMOUR_TEXT[:80].upper())
    message = draft_answer(checked, keeper)
    fields = {"heading": "El refugio entrega a la policía a quien no tiene papeles", "body": "No"}
    with pytest.raises(Refusal, match="repeats what was heard"):
        message.write_wording("es", by=keeper, fields=fields)


def test_what_two_people_found_true_may_stand_as_heading(rumour, keeper, supervisor):
    check_rumour(rumour, keeper, supervisor, verdict="true")
    draft_answer(rumour, keeper, heading=RUMOUR_TEXT)


def test_the_approved_message_answers_the_rumour_and_who_recorded_it_is_told(
    checked, keeper, supervisor, caseworker
):
    message = draft_answer(checked, keeper)
    assert (message.kind, message.topic) == ("answer", "services")
    assert actions(keeper) == ["Assess risk"]
    approve_message(message, keeper, supervisor)
    checked.refresh_from_db()
    assert checked.state == "answered"
    assert notices(caseworker, "rumour.answered") == 1
    day = checked.ask_again_on
    assert [each.day for each in days_of_rumours(keeper, day, day)] == [day]


def test_a_message_is_not_approved_before_two_people_stand_behind_the_verdict(
    rumour, keeper, supervisor
):
    check_rumour(rumour, keeper, None)
    message = draft_answer(rumour, keeper)
    with pytest.raises(Refusal, match="waits for a second person"):
        approve_message(message, keeper, supervisor)


def test_a_withdrawn_message_opens_the_rumour_again_and_its_keepers_are_told(
    checked, keeper, supervisor
):
    message = draft_answer(checked, keeper)
    approve_message(message, keeper, supervisor)
    message.withdraw(by=keeper, because="The shelter changed its rules.")
    checked.refresh_from_db()
    assert (checked.state, checked.answered_at) == ("checked", None)
    assert notices(keeper, "rumour.unanswered") == 1
    assert Rumour.objects.get(pk=checked.pk).message is None


def test_a_message_that_is_approved_already_answers_another_rumour_at_once(
    checked, record_rumour, keeper, supervisor
):
    message = draft_answer(checked, keeper)
    approve_message(message, keeper, supervisor)
    other = record_rumour("La policía espera fuera del albergue por las noches.")
    check_rumour(other, keeper, supervisor)
    other.answer_with(message, by=keeper)
    assert other.state == "answered"


def test_a_sighting_after_the_answer_shows_as_heard_again(checked, keeper, supervisor, colleague):
    approve_message(draft_answer(checked, keeper), keeper, supervisor)
    checked.refresh_from_db()
    checked.sight(by=colleague, channel="person", heard_on=checked.first_heard_on)
    assert checked.was_heard_again
    assert actions(keeper)[0] == "Heard again after its answer"
    assert list(Rumour.objects.heard_again()) == [checked]
    checked.note_silence(by=keeper)
    assert not checked.was_heard_again


def test_closing_needs_an_answer_or_a_reason_and_takes_no_more_sightings(
    rumour, keeper, colleague
):
    with pytest.raises(Refusal, match="no answer"):
        rumour.close(by=keeper)
    rumour.close(by=keeper, because="Nobody hears it any more.")
    with pytest.raises(Refusal, match="is closed"):
        rumour.sight(by=colleague, channel="person")
    rumour.reopen(by=keeper)
    assert rumour.state == "new"


def test_it_is_asked_about_once_two_weeks_after_its_answer(checked, keeper, supervisor):
    approve_message(draft_answer(checked, keeper), keeper, supervisor)
    assert ask_about_answered() == 0
    with clock.at(clock.now() + timedelta(days=15)):
        assert ask_about_answered() == 1
        assert ask_about_answered() == 0
    assert notices(keeper, "rumour.asked") == 1


def test_words_adverts_and_sources_are_erased_a_year_after_closing_and_counts_stay(
    record_rumour, keeper
):
    rumour = record_rumour(
        kind="advert",
        topic="false_offers",
        advert={"offer": "Cook, 900 a week", "where": "A ranch", "contact": "+591 700 00000"},
    )
    rumour.add_source(
        by=keeper, what="No such ranch.", said_by="Ministry", learned_on=rumour.first_heard_on
    )
    rumour.close(by=keeper, because="A duplicate.")
    assert erase_old_texts() == 0
    with clock.at(clock.now() + timedelta(days=361)):
        assert erase_old_texts() == 1
        assert erase_old_texts() == 0
    gone = Rumour.objects.get(pk=rumour.pk)
    assert (gone.text, gone.advert.contact, gone.sources.get().said_by) == ("", "", "")
    assert Sighting.objects.filter(rumour=gone).count() == 1
    with pytest.raises(Refusal, match="no longer here"):
        gone.reopen(by=keeper)

"""A campaign starts with what it needs, is stopped at any time, and is closed with what it
measured.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from amparo.foundation.core.models import Notification
from amparo.foundation.core.refusals import Refusal
from amparo.pillars.advocacy.campaigns.models import Campaign, Exposure, Placement
from amparo.pillars.advocacy.campaigns.tests.conftest import draft_message, record_capacity
from amparo.pillars.advocacy.campaigns.worklists import pending_items
from amparo.pillars.advocacy.message_bank.models import KeyMessage

pytestmark = pytest.mark.django_db


def test_it_starts_with_days_an_approved_message_and_a_line_that_somebody_spoke_for(
    plan, keeper, office
):
    draft = draft_message(keeper, office)
    planned = plan(begins_on=None, ends_on=None, messages=[draft])
    with pytest.raises(Refusal, match="first and last day, an approved message, what the contact"):
        planned.start(by=keeper)
    ready = plan()
    with pytest.raises(Refusal, match="Missing: what the contact line can take"):
        ready.start(by=keeper)
    with pytest.raises(Refusal, match="can take no call"):
        ready.record_capacity(
            by=keeper, contact_line="0800", contact_hours="8–20 h", contact_capacity=0
        )
    record_capacity(ready, keeper)
    ready.start(by=keeper)
    ready.refresh_from_db()
    assert (ready.state, ready.capacity_by, ready.number[:4]) == ("running", keeper, "CAM-")
    assert (ready.week_of(ready.begins_on), ready.week_of(ready.ends_on)) == ((1, 6), (6, 6))


def test_inverted_days_and_a_budget_without_its_line_are_refused(plan, today):
    with pytest.raises(Refusal, match="not before its first"):
        plan(ends_on=today - timedelta(days=1))
    with pytest.raises(Refusal, match="after the last day"):
        plan(measured_by=today)
    with pytest.raises(Refusal, match="Choose the budget line"):
        plan(budget=Decimal(100))
    with pytest.raises(Refusal, match="what is to change"):
        plan(expected_change="  ")


def test_it_is_stopped_with_a_reason_at_any_time_and_its_placements_with_it(
    campaign, place_message, keeper, supervisor
):
    placed = place_message()
    with pytest.raises(Refusal, match="Say why"):
        campaign.stop(by=keeper, because=" ")
    campaign.pause(by=keeper, because="The line is full.")
    campaign.resume(by=keeper)
    with pytest.raises(Refusal, match="Its last day has not come"):
        campaign.end(by=keeper, today=campaign.begins_on)
    campaign.stop(by=supervisor, because="The line is closed.")
    placed.refresh_from_db()
    assert (campaign.state, placed.state) == ("ended", "cancelled")
    assert placed.because == "The line is closed."
    assert Notification.objects.filter(user=keeper, event="campaign.stopped").exists()
    with pytest.raises(Refusal, match="nothing more is placed"):
        place_message()


def test_only_an_approved_message_is_placed_in_a_language_it_has_within_the_days(
    place_message, campaign, keeper, office, today
):
    with pytest.raises(Refusal, match="Only an approved message is placed"):
        place_message(message=draft_message(keeper, office))
    with pytest.raises(Refusal, match="no wording in: Arabic"):
        place_message(languages="es,ar")
    with pytest.raises(Refusal, match="not before its first"):
        place_message(until_on=today - timedelta(days=1))
    with pytest.raises(Refusal, match="within the days"):
        place_message(until_on=campaign.ends_on + timedelta(days=1))
    with pytest.raises(Refusal, match="before you write a cost"):
        place_message(cost=Decimal(50))
    place_message()
    with pytest.raises(Refusal, match="placed there already"):
        place_message(where="radio valle", from_on=today + timedelta(days=6))
    place_message(languages="en")
    with pytest.raises(Refusal, match="outside these days"):
        campaign.change(by=keeper, ends_on=today + timedelta(days=2))


def test_a_withdrawn_message_stops_its_placements_and_tells_who_keeps_them(
    campaign, place_message, message, keeper, supervisor, today
):
    planned, done = place_message(), place_message(where="Market", channel="poster")
    done.finish(by=keeper, times=12, today=today)
    message.withdraw(by=supervisor, because="The law changed.")
    planned.refresh_from_db()
    done.refresh_from_db()
    assert (planned.state, done.state) == (Placement.State.CANCELLED, Placement.State.DONE)
    assert message.number in planned.because
    assert Notification.objects.filter(user=keeper, event="campaign.message_withdrawn").exists()
    assert message.state == KeyMessage.State.WITHDRAWN
    campaign.pause(by=keeper, because="Message withdrawn.")
    with pytest.raises(Refusal, match="Missing: an approved message"):
        campaign.resume(by=keeper)


def test_a_hundred_thousand_reached_without_a_method_is_refused_in_words(campaign, keeper, today):
    figure = {
        "by": keeper, "figure": 100_000, "channel": "radio", "language": "es", "from_on": today,
        "until_on": today, "source": "Report", "stated_by": "Radio Valle", "today": today,
        "method": "broadcaster_estimate",
    }  # fmt: skip
    with pytest.raises(Refusal, match="by which method this was counted"):
        Exposure.record(campaign, **figure | {"method": ""})
    with pytest.raises(Refusal, match="where the figure comes from"):
        Exposure.record(campaign, **figure | {"source": " "})
    with pytest.raises(Refusal, match="not before the first"):
        Exposure.record(campaign, **figure | {"until_on": today - timedelta(days=1)})
    with pytest.raises(Refusal, match="has not come yet"):
        Exposure.record(campaign, **figure | {"until_on": today + timedelta(days=1)})
    told = Exposure.record(campaign, **figure)
    told.remove(by=keeper)
    assert not campaign.exposures.filter(removed_at=None).exists()


def test_it_closes_with_what_was_measured_or_why_nothing_was(campaign, keeper):
    campaign.end(by=keeper, today=campaign.ends_on)
    with pytest.raises(Refusal, match="Write what you learned"):
        campaign.close_with_report(by=keeper, learned=" ")
    with pytest.raises(Refusal, match="Nothing was measured"):
        campaign.close_with_report(by=keeper, learned="Go to the market earlier.")
    campaign.close_with_report(
        by=keeper, learned="Go to the market earlier.", not_measured_because="The road was closed."
    )
    assert campaign.state == Campaign.State.MEASURED


def test_what_waits_is_said_to_who_keeps_it_and_to_nobody_else(plan, keeper, supervisor, today):
    waiting = plan(begins_on=today - timedelta(days=1))
    [item] = pending_items(keeper)
    assert (str(item.action), item.is_late) == ("Say what the contact line can take", True)
    record_capacity(waiting, keeper)
    assert [str(each.action) for each in pending_items(keeper)] == ["Start campaign"]
    assert pending_items(supervisor) == []

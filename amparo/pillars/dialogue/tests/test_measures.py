"""What evidence counts of commitments, and the published ones in reports to donors."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import get_current_timezone

from amparo.foundation.core import clock
from amparo.foundation.core.extension_points import facts
from amparo.pillars.dialogue.measures import published_indicators
from amparo.pillars.dialogue.models import Commitment, ProgressReport, Review
from amparo.pillars.dialogue.models.progress import Progress, Progressed

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(beds, policy_officer):
    beds.publish(by=policy_officer)
    return beds


def reported(commitment, official, figure, today):
    line = Progressed(commitment, Progress.ON_TRACK, "Going on.", "", Decimal(figure))
    return ProgressReport.send(
        official.office.organization, lines=[line], since=today, until=today, by=official
    )


def test_a_commitment_counts_from_the_day_on_which_it_was_adopted(beds, office, today):
    fact = facts["commitments"]
    [row] = fact.rows()
    assert (row[0], row[1], row[4], row[5]) == (beds.pk, beds.adopted_on, None, office.pk)
    assert row[-3:] == ("pledge", False, False)
    Commitment.objects.update(adopted_on=None)
    assert list(fact.rows()) == []


def test_the_list_behind_a_figure_shows_what_its_reader_may_see(beds, data_officer, caseworker):
    source = facts["commitments"].records
    assert list(source.rows(data_officer)) == [beds]
    [line] = source.listing.describe([beds], data_officer)
    assert (line.url, line.number) == (beds.get_absolute_url(), beds.number)


def test_only_published_commitments_with_a_target_leave(beds, policy_officer, office, today):
    assert published_indicators(office, today) == []
    beds.publish(by=policy_officer)
    [indicator] = published_indicators(office, today)
    assert indicator.titles == {"en": f"{beds.number}: Open 40 shelter places for men."}
    assert (indicator.target, indicator.starts_on) == (Decimal(40), beds.adopted_on)
    assert published_indicators(office, beds.adopted_on - timedelta(days=1)) == []
    Commitment.objects.update(target=None, baseline=None)
    assert published_indicators(office, today) == []


def test_without_a_figure_it_says_so_and_gives_none(published, office, today):
    [indicator] = published_indicators(office, today)
    assert indicator.actual is None
    assert indicator.sources["en"] == "No figure has been reported yet."
    assert set(indicator.sources) == {"es", "en", "fr", "ar"}


def test_what_somebody_else_found_stands_before_what_was_reported(
    published, office, official, supervisor, today
):
    reported(published, official, 25, today)
    [indicator] = published_indicators(office, today)
    assert (indicator.actual, "nobody has reviewed" in indicator.sources["en"]) == (25, True)
    Review.record(
        published, by=supervisor, progress=Progress.BEHIND, text="14 are open.", evidence="Visit",
        figure=Decimal(14),
    )  # fmt: skip
    [indicator] = published_indicators(office, today)
    assert (indicator.actual, "somebody else" in indicator.sources["en"]) == (14, True)


def test_a_month_before_knows_nothing_that_came_later(published, office, official, today):
    reported(published, official, 25, today)
    [indicator] = published_indicators(office, today - timedelta(days=40))
    assert indicator.actual is None


def test_one_that_ended_before_the_month_is_left_out(published, office, policy_officer, today):
    ended = datetime.combine(today, time(12), get_current_timezone())
    with clock.at(ended):
        published.drop(by=policy_officer, because="Taken over by the region.")
    assert len(published_indicators(office, today)) == 1
    assert published_indicators(office, today + timedelta(days=32)) == []

"""Pages, report, files and calendar of a campaign."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amparo.foundation.links.extension_points import PlaceFigure, place_figures
from amparo.pillars.advocacy.campaigns.exports import csv_of
from amparo.pillars.advocacy.campaigns.help_figures import figures_of
from amparo.pillars.advocacy.campaigns.models import Exposure, SurveyItem, SurveyRound
from amparo.pillars.advocacy.campaigns.presenters.campaigns import CampaignPage
from amparo.pillars.advocacy.campaigns.report_pdf import content_of_paper
from amparo.pillars.advocacy.message_bank.models import LinkVisitCount, MessageLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(campaign, keeper, today):
    """With two figures of reach by different methods."""
    told = {
        "by": keeper, "channel": "radio", "language": "es", "from_on": today, "until_on": today,
        "source": "Report of the station", "stated_by": "Radio Valle", "today": today,
    }  # fmt: skip
    Exposure.record(campaign, method="broadcaster_estimate", figure=6100, **told)
    Exposure.record(campaign, method="headcount", figure=21, **told | {"channel": "session"})
    return CampaignPage(campaign, today)


def test_figures_of_reach_stand_apart_by_method_with_visits_counted_elsewhere(page, keeper):
    message = page.campaign.messages.first()
    link = MessageLink.for_message(message, "social", by=keeper)
    LinkVisitCount.objects.create(link=link, day=page.campaign.begins_on, count=340)
    found = [(part.method, part.totals[0][1].figure) for part in page.audience_reach]
    assert found == [("unique_link", 340), ("broadcaster_estimate", 6100), ("headcount", 21)]
    text = csv_of(page).decode()
    assert "6461" not in text
    assert "not added across methods" in text
    paper = content_of_paper(page)
    assert "6,461" not in str(paper)
    assert paper["draft"]


def test_requests_for_help_are_told_before_and_during_in_suppressed_numbers(
    campaign, keeper, place, today
):
    campaign.places.set([place])
    later = campaign.begins_on + timedelta(days=13)

    def count(places, first, last):
        assert place.pk in places
        assert (first, last) == (today - timedelta(days=14), later)
        return {today: tuple(range(100, 112)), today - timedelta(days=3): (1, 2)}

    with place_figures.temporarily():
        place_figures.content.clear()
        place_figures.register("asked", PlaceFigure("Asked", count))
        [figure] = figures_of(campaign, later)
    assert figure.before is None
    assert figure.during in (10, 15)
    assert [count for _day, count in figure.weeks] == [None, None, figure.during, None]
    assert figures_of(campaign, campaign.begins_on + timedelta(days=2)) == []


def test_the_page_asks_at_most_twenty_times_however_much_is_on_it(
    client, keeper, campaign, page, place, place_message, today, django_assert_max_num_queries
):
    campaign.places.set([place])
    for where in ("Radio Valle", "Radio Sol", "Market"):
        place_message(where=where)
    item = SurveyItem.add(campaign, by=keeper, kind="knowledge", texts={"en": "Knows"})
    asked = SurveyRound.plan(campaign, by=keeper, kind="baseline", due_on=today)
    asked.record_answers(
        by=keeper, held_from=today, held_until=today, sample="quota", counts={item: (3, 30)},
        today=today,
    )  # fmt: skip
    client.force_login(keeper)
    client.get("/account/")
    script = {"HX-Request": "true"}
    client.get(campaign.get_absolute_url(), headers=script)  # this browser runs scripts
    with django_assert_max_num_queries(20):
        answer = client.get(campaign.get_absolute_url())
    assert "Radio Sol" in answer.text
    with django_assert_max_num_queries(22):
        rest = client.get(campaign.get_absolute_url(), headers=script)
    assert "Knows" in rest.text


def test_the_calendar_lists_a_month_and_its_feed_names_nobody(
    client, keeper, campaign, place_message, today
):
    place_message()
    client.force_login(keeper)
    month = f"{today:%Y-%m}"
    answer = client.get(reverse("campaigns:calendar"), {"month": month})
    assert "Before you travel" in answer.text
    assert "Radio Valle" in answer.text
    only = client.get(
        reverse("campaigns:calendar"), {"month": month, "kind": "Placement begins"}
    ).text
    assert "Radio Valle" in only
    assert "Before you travel" not in only
    assert client.get(reverse("campaigns:calendar"), {"month": "nonsense"}).status_code == 200
    client.post(reverse("campaigns:calendar-address"))
    keeper.refresh_from_db()
    client.logout()
    feed = client.get(reverse("campaigns:calendar-feed", args=[keeper.calendar_key])).text
    assert "SUMMARY:Campaign starts: Before you travel" in feed
    assert keeper.name not in feed
    assert client.get(reverse("campaigns:calendar-feed", args=["nobody"])).status_code == 404


def test_a_form_says_what_is_missing_of_a_figure(client, keeper, campaign, today):
    client.force_login(keeper)
    address = reverse("campaigns:exposure-new", args=[campaign.ref])
    answer = client.post(
        address,
        {
            "figure": 100_000, "channel": "radio", "language": "es", "from_on": today,
            "until_on": today, "source": "Report", "stated_by": "Radio Valle",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Without it, no figure of people reached is recorded" in answer.text

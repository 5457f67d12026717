"""Campaigns in the sample data: one running with figures, one planned, paused, on its last day and
ended.
"""

from datetime import timedelta
from types import SimpleNamespace

ITEMS = (
    ("knowledge", "Knows where to call", "Sabe a dónde llamar"),
    ("practice", "Asked for a contract in writing", "Pidió el contrato por escrito"),
)


def add_campaigns(world: SimpleNamespace) -> None:
    """Campaigns of the office in each state in which something is done."""
    from amparo.foundation.core import clock
    from amparo.foundation.core.clock import now
    from amparo.pillars.advocacy.campaigns.models import (
        Campaign,
        Exposure,
        Placement,
        SurveyItem,
        SurveyRound,
    )

    by, office = world.communications_officer, world.office
    today = office.today()
    message = world.message

    def planned(title: str, begins: int, ends: int) -> Campaign:
        made = Campaign.plan(
            by=by, office=office, title=title, objective="awareness", audience="workers",
            expected_change="More people ask for a contract before they leave.",
            begins_on=today + timedelta(days=begins), ends_on=today + timedelta(days=ends),
            evidence="Nine cases with the same advert", messages=[message],
            places=[world.place],
        )  # fmt: skip
        made.record_capacity(
            by=by, contact_line="0800 11 22", contact_hours="8–20 h", contact_capacity=40
        )
        return made

    def started(title: str, begins: int, ends: int) -> Campaign:
        made = planned(title, begins, ends)
        made.start(by=by)
        return made

    world.campaign_planned = planned("Help is free everywhere", 7, 35)
    world.survey_item = SurveyItem.add(
        world.campaign_planned, by=by, kind="knowledge", texts={"en": "Knows that help is free"}
    )
    with clock.at(now() - timedelta(days=20)):
        world.campaign = running = started("Read the contract before you travel", -20, 15)
        placed = {
            "message": message, "languages": "es,ar", "place": world.place,
            "from_on": running.begins_on, "times": 40,
        }  # fmt: skip
        world.placement = Placement.plan(
            running, by=by, channel="radio", where="Radio Valle", until_on=running.ends_on,
            **placed,
        )  # fmt: skip
        poster = Placement.plan(
            running, by=by, channel="poster", where="Bus station",
            until_on=today - timedelta(days=3), **placed,
        )  # fmt: skip
        items = [
            SurveyItem.add(running, by=by, kind=kind, texts={"en": en, "es": es})
            for kind, en, es in ITEMS
        ]
        baseline = SurveyRound.plan(running, by=by, kind="baseline", due_on=running.begins_on)
        baseline.record_answers(
            by=by, held_from=today - timedelta(days=25), held_until=today - timedelta(days=21),
            sample="quota", counts={items[0]: (37, 120), items[1]: (50, 120)}, today=today,
        )  # fmt: skip
    poster.finish(by=by, times=120, today=today)
    figures = (
        ("broadcaster_estimate", 5200, "radio", "ar"),
        ("broadcaster_estimate", 6100, "radio", "es"),
    )
    for method, figure, channel, language in figures:
        world.exposure = Exposure.record(
            running, by=by, method=method, figure=figure, channel=channel, language=language,
            from_on=running.begins_on, until_on=today - timedelta(days=1), today=today,
            source="Report of the station", stated_by="Radio Valle",
        )  # fmt: skip
    world.survey_round = SurveyRound.plan(
        running, by=by, kind="midline", due_on=today - timedelta(days=1)
    )
    world.survey_round.record_answers(
        by=by, held_from=today - timedelta(days=2), held_until=today, sample="quota",
        counts={items[0]: (83, 118), items[1]: (62, 118)}, today=today, is_comparable=True,
    )  # fmt: skip
    world.campaign_paused = started("Ask before you pay", 0, 20)
    world.campaign_paused.pause(by=by, because="The line is full.")
    with clock.at(now() - timedelta(days=30)):
        world.campaign_last_day = started("Children travel with their papers", -30, 0)
        world.campaign_ended = started("False offers", -30, -2)
    world.campaign_ended.end(by=by, today=today)

"""Rounds ask the same items; a difference is shown only between samples called comparable."""

from datetime import timedelta

import pytest

from amparo.foundation.core.refusals import Refusal
from amparo.pillars.advocacy.campaigns.models import SurveyItem, SurveyRound
from amparo.pillars.advocacy.campaigns.presenters.survey import Survey, public_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(campaign, keeper):
    texts = {"en": "Knows where to call", "es": "Sabe a dónde llamar"}
    return SurveyItem.add(campaign, by=keeper, kind="knowledge", texts=texts)


@pytest.fixture
def answer(campaign, keeper, item, today):
    def answer(kind, yes, asked, **other):
        made = campaign.rounds.filter(kind=kind).first() or SurveyRound.plan(
            campaign, by=keeper, kind=kind, due_on=today
        )
        fields = {
            "by": keeper, "held_from": today - timedelta(days=1), "held_until": today,
            "sample": "quota", "counts": {item: (yes, asked)}, "today": today,
            "is_comparable": None if kind == "baseline" else True,
        }  # fmt: skip
        made.record_answers(**fields | other)
        return made

    return answer


def test_a_change_is_shown_with_its_interval_and_withheld_of_few(campaign, answer):
    answer("baseline", 48, 80)
    answer("endline", 56, 70)
    [line] = Survey(campaign).lines
    assert line.change.low == pytest.approx(0.0524, abs=5e-5)
    assert line.is_good
    assert line.change_text == "+20 points (+5 to +33)"
    answer("endline", 7, 12)
    [line] = Survey(campaign).lines
    assert line.change is not None
    [line] = public_survey(campaign).lines
    assert line.is_withheld
    assert "58" not in str(public_survey(campaign).chart.pairs)


def test_samples_that_are_not_comparable_have_no_difference(campaign, answer):
    answer("baseline", 48, 80)
    answer("endline", 56, 70, is_comparable=False)
    survey = Survey(campaign)
    assert survey.lines[0].change is None
    assert "not comparable" in survey.why_no_change
    answer("endline", 56, 70, sample="same_people")
    assert "same people" in Survey(campaign).why_no_change


def test_more_yes_than_asked_no_word_on_the_sample_and_the_future_are_refused(
    campaign, answer, item, keeper, today
):
    with pytest.raises(Refusal, match="nobody was asked: “Knows where to call”"):
        answer("baseline", 81, 80)
    with pytest.raises(Refusal, match="can be compared with the baseline"):
        answer("endline", 8, 80, is_comparable=None)
    with pytest.raises(Refusal, match="lies in the future"):
        answer("baseline", 8, 80, held_until=today + timedelta(days=1))
    with pytest.raises(Refusal, match="not before the first"):
        answer("baseline", 8, 80, held_until=today - timedelta(days=2))
    answer("baseline", 48, 80)
    with pytest.raises(Refusal, match="A round has answers"):
        SurveyItem.add(campaign, by=keeper, kind="practice", texts={"en": "Asked"})
    with pytest.raises(Refusal, match="this round already"):
        SurveyRound.plan(campaign, by=keeper, kind="baseline", due_on=today)

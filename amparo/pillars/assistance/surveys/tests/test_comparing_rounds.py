"""How somebody fares now and fared then: within one version, and never across two."""

from decimal import Decimal

import pytest

from amparo.pillars.assistance.surveys.comparison import RoundScores, score_changes
from amparo.pillars.assistance.surveys.models import Instrument
from amparo.pillars.assistance.surveys.presenters import current_responses, groups, latest_scores

D = Decimal
TABLE = [
    ([D("0.2"), D("0.4")], ["up"]),
    ([D("0.4"), D("0.2")], ["down"]),
    ([D("0.4"), D("0.4")], ["same"]),
    ([None, D("0.4")], ["unknown"]),
    ([D("0.4"), None, D("0.5")], ["unknown", "unknown"]),
    ([D("0.4")], []),
]


@pytest.mark.parametrize(("values", "moved"), TABLE)
def test_how_a_score_moved(values, moved):
    assert score_changes([RoundScores(1, {"a": value}) for value in values], "a") == moved


def test_two_versions_are_never_compared():
    with pytest.raises(ValueError, match="never compared"):
        score_changes([RoundScores(1, {"a": D(0)}), RoundScores(2, {"a": D(1)})], "a")


@pytest.mark.django_db
def test_rounds_of_two_versions_stand_in_two_tables(client, hold, case, caseworker, data_officer):
    hold()
    hold(wave="m3")
    content = hold(wave="m6").version.content.replace('"version": "1"', '"version": "2"')
    other = Instrument.bring(content.encode(), by=data_officer)
    other.publish(by=data_officer)
    hold(version=other)
    found = groups(current_responses(case))
    assert [len(group.rows) for group in found] == [3, 1]
    assert found[1].rows[0].overall.move == "unknown"
    client.force_login(caseworker)
    page = client.get(f"/cases/{case.ref}/surveys/").content.decode()
    assert page.count("<caption>Scores from 0 to 1") == 2
    assert page.count("Scores from survey to survey") >= 1
    assert found[1].chart is None  # one survey is no line
    assert "as before" in page


@pytest.mark.django_db
def test_a_dimension_without_enough_answers_says_so(client, hold, case, caseworker, answers):
    hold(answers={code: said for code, said in answers.items() if not code.startswith("P")})
    client.force_login(caseworker)
    page = client.get(f"/cases/{case.ref}/surveys/").content.decode()
    assert "No score: too little was answered" in page


@pytest.mark.django_db
def test_scores_from_survey_to_survey_are_drawn(hold, case, answers, worst):
    hold()
    hold(wave="m3", answers={code: said for code, said in answers.items() if code[0] != "P"})
    hold(wave="m6", answers=worst)
    (group,) = groups(current_responses(case))
    overall, *dimensions = group.chart.series
    assert overall.label == "Overall"
    assert [each.label for each in dimensions] == group.columns
    assert overall.values[-1] == 0
    # Too little was answered: a gap, and never a zero.
    assert None in [value for each in dimensions for value in each.values]


@pytest.mark.django_db
def test_the_latest_scores_are_there_for_whoever_builds_on_them(hold, case, caseworker, worst):
    hold()
    hold(wave="m3", answers=worst)
    (latest,) = latest_scores(case, caseworker)
    assert latest.held.wave == "m3"
    assert latest.held.who == case.person.name
    assert [each.move for each in latest.cells] == ["down"] * 3
    assert latest.overall.share == 0

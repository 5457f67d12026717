"""How answers become scores: a table, and what may never happen whatever is answered."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.pillars.assistance.surveys import standard_instruments
from amparo.pillars.assistance.surveys.instrument_reader import of, read
from amparo.pillars.assistance.surveys.scoring import SuggestedReferral, band, prompts, score

EN = {"en": "x"}
SCALE = [{"code": code, **EN} for code in "123"] + [{"code": "na", **EN}]
SCORES = {"1": 0, "2": 1, "3": 1, "na": None}


def small(**more):
    """Four scored questions in one dimension and one in another, and one that never counts."""
    items = [
        {"code": f"A{at}", "dimension": "a", "text": EN, "answers": "scale", "scores": SCORES}
        for at in range(1, 5)
    ]
    items.append({**items[0], "code": "B1", "dimension": "b"})
    items.append({"code": "B2", "dimension": "b", "text": EN, "answers": "scale"})
    told = {
        "format": "amparo-survey/1", "code": "small", "version": "1", "name": EN, "source": "us",
        "waves": [{"code": "w0", "months": 0, "name": EN}], "enough": 1, "items": items,
        "dimensions": [{"code": "a", "name": EN}, {"code": "b", "name": EN}],
        "answers": {"scale": SCALE},
    }  # fmt: skip
    return told | more


def scored(answers, **more):
    survey = of(small(**more))
    result = score(survey, answers)
    return {each.dimension: each for each in result.scores}, result.overall


HALF = Fraction(1, 2)
TABLE = [
    # answers to A1..A4, enough -> value, answered, declined, unknown, not asked
    (["2", "2", "1", "1"], 1, HALF, 4, 0, 0, 0),
    (["2", "2", "2", "2"], 1, Fraction(1), 4, 0, 0, 0),
    (["1", "1", "1", "1"], 1, Fraction(0), 4, 0, 0, 0),
    # What was not said counts neither for nor against anybody.
    (["2", "1", "pna", "dk"], 0, HALF, 2, 1, 1, 0),
    (["2", "1", None, None], 0, HALF, 2, 0, 0, 2),
    # What does not apply is not even counted as asked.
    (["2", "na", "na", "1"], 1, HALF, 2, 0, 0, 0),
    (["na", "na", "na", "na"], 0, None, 0, 0, 0, 0),
    # Nothing answered is no zero.
    ([None, None, None, None], 0, None, 0, 0, 0, 4),
    (["pna", "pna", "pna", "pna"], 0, None, 0, 4, 0, 0),
]


@pytest.mark.parametrize(
    ("given_", "enough", "value", "answered", "declined", "unknown", "no"), TABLE
)
def test_a_dimension(given_, enough, value, answered, declined, unknown, no):
    answers = {f"A{at}": code for at, code in enumerate(given_, 1) if code}
    dimension = scored(answers, enough=enough)[0]["a"]
    assert dimension.value == value
    assert (dimension.answered, dimension.declined) == (answered, declined)
    assert (dimension.unknown, dimension.not_asked) == (unknown, no)


@pytest.mark.parametrize(("answered", "is_shown"), [(2, False), (3, True), (4, True)])
def test_below_sixty_percent_there_is_no_score_and_at_sixty_there_is(answered, is_shown):
    """Three of five are sixty percent, to the hair."""
    told = small()
    told["items"].append({**told["items"][0], "code": "A5"})
    from decimal import Decimal

    survey = of(told | {"enough": Decimal("0.6")})
    answers = {f"A{at}": "2" for at in range(1, answered + 1)}
    found = next(each for each in score(survey, answers).scores if each.dimension == "a")
    assert (found.value is not None) is is_shown


def test_the_whole_is_the_mean_of_the_dimensions_not_of_the_questions():
    answers = {"A1": "2", "A2": "2", "A3": "2", "A4": "2", "B1": "1"}
    assert scored(answers)[1] == HALF


def test_where_a_dimension_has_no_score_the_whole_has_none():
    assert scored({"A1": "2", "A2": "2", "A3": "2", "A4": "2"})[1] is None


def test_weights_count_when_a_version_brings_them():
    told = small(enough=0)
    told["items"][0]["weight"] = 3
    survey = of(told)
    found = score(survey, {"A1": "2", "A2": "1"}).scores[0]
    assert found.value == Fraction(3, 4)


def test_a_question_without_scores_never_counts():
    assert scored({"B1": "2", "B2": "1"})[0]["b"].value == 1


def test_what_is_asked_only_in_some_cases_is_not_missed_in_the_others():
    told = small()
    told["items"][1]["only_if"] = {"item": "A1", "is": ["1"]}
    survey = of(told)
    assert score(survey, {"A1": "2", "A3": "2", "A4": "2"}).scores[0].of == 3
    assert score(survey, {"A1": "1", "A3": "2", "A4": "2"}).scores[0].not_asked == 1
    assert "A2" not in survey.asked({"A1": "2", "A2": "1"})


def test_a_band_is_told_only_where_the_version_brings_its_limits():
    assert band(of(small()), HALF) is None
    told = small(limits=[{"upto": 0, "name": EN}, {"upto": 1, "name": {"en": "more"}}])
    assert band(of(told), HALF).name == {"en": "more"}
    assert band(of(told), None) is None


def test_prompts_follow_from_answers_and_from_low_scores():
    told = small(
        enough=0, prompts={"answers": [{"item": "A1", "is": ["1"]}], "below": {"a": 1, "b": 1}}
    )
    survey, answers = of(told), {"A1": "1", "B1": "2"}
    found = prompts(survey, answers, score(survey, answers))
    assert found == (SuggestedReferral("answer", "A1"), SuggestedReferral("low", "a"))


OURS = read(standard_instruments.files()[0].read_bytes())
# One number a question: which of its answers was given, or none.
ANY = st.lists(st.integers(0, 99), min_size=len(OURS.items), max_size=len(OURS.items)).map(
    lambda drawn: {
        item.code: answers[number % len(answers)]
        for item, number in zip(OURS.items, drawn, strict=True)
        if (answers := sorted(item.codes)) and number < 80
    }
)
# Other work on the same machine must not make it fail.
calmly = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@calmly
@given(ANY)
def test_whatever_is_answered_a_score_lies_between_none_and_one(answers):
    result = score(OURS, answers)
    for each in result.scores:
        assert each.value is None or 0 <= each.value <= 1
        assert each.of <= sum(item.is_scored for item in OURS.of(each.dimension))
        assert (each.value is not None) == (
            each.answered > 0 and each.answered >= OURS.enough * each.of
        )
    assert (result.overall is None) == any(each.value is None for each in result.scores)


@calmly
@given(ANY, st.sampled_from([item.code for item in OURS.items]))
def test_to_decline_is_never_worse_than_not_to_be_asked(answers, code):
    without = {key: value for key, value in answers.items() if key != code}
    declined = {**without, code: "pna"}
    if any(item.only_if and item.only_if.item == code for item in OURS.items):
        return
    values = [[each.value for each in score(OURS, told).scores] for told in (without, declined)]
    assert values[0] == values[1]

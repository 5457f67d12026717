"""What people decide moves the judge; what they have not decided leaves it as it was shipped."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.utils import translation

from amparo.foundation.people.deduplication.agreement import kappa
from amparo.foundation.people.deduplication.classifier import shipped_classifier
from amparo.foundation.people.deduplication.weights import (
    JOINT,
    NAMES,
    QUESTIONS,
    Evidence,
    score_pairs,
    shipped_weights,
)
from amparo.foundation.people.match_explanations import ANSWER_TEXTS, explain_evidence
from amparo.foundation.people.matching.features import MatchingFeatures
from amparo.foundation.people.matching.name_comparison import NameWeights
from amparo.foundation.people.matching.names import phonetic_keys


def evidence_of(bits=12.0, said="", **codes) -> Evidence:
    return Evidence.from_json({"bits": bits, "said": said.split(), **codes})


ONE = evidence_of(
    name="same", given="same", birth="day", sex="same", nationality="same", bits=42.0,
    said="name_same born_day sex_same nationality_same",
)  # fmt: skip
SISTERS = evidence_of(
    name="most", given="other", birth="years", sex="same", phone="same", bits=2.0,
    said="name_part given_other born_apart sex_same phone_same",
)  # fmt: skip


def test_one_person_written_twice_is_likelier_than_two_sisters():
    one, sisters = shipped_classifier().likelihood([ONE, SISTERS])
    assert one > 0.9
    assert sisters < 0.2


def test_one_pair_weighs_the_same_in_plain_python():
    """Whoever reads a pair is told the same where the extra that learns is not installed."""
    vague = evidence_of(name="sounds", birth="year", shared=40, bits=-3.0, said="born_year")
    for each in (ONE, SISTERS, vague):
        assert shipped_weights().features(each) == pytest.approx(
            shipped_classifier().features([each])[0]
        )
        [plain], [judged] = (
            shipped_weights().likelihood([each]),
            shipped_classifier().likelihood([each]),
        )
        assert plain == pytest.approx(judged)
        assert shipped_weights().pulls(each) == pytest.approx(shipped_classifier().pulls(each))


def test_without_decisions_the_judge_is_as_shipped():
    assert shipped_classifier().trained([], []) is shipped_classifier()


def test_an_installation_that_keeps_deciding_otherwise_changes_the_weights():
    before = shipped_classifier().likelihood([ONE])[0]
    after = shipped_classifier().trained([ONE] * 3000, [False] * 3000).likelihood([ONE])[0]
    assert after < before / 2


def test_one_decision_moves_little():
    before = shipped_classifier().likelihood([ONE])[0]
    after = shipped_classifier().trained([ONE], [False]).likelihood([ONE])[0]
    assert abs(before - after) < 0.1


def test_what_is_kept_is_read_again():
    assert Evidence.from_json(ONE.as_json()) == ONE


def test_an_answer_that_is_no_longer_known_is_no_answer():
    assert evidence_of(name="a word of old").code("name") == ""
    assert evidence_of(said="a_reason_of_old born_day").said == ("born_day",)


def test_what_the_desk_says_is_told_as_one():
    pulls = shipped_weights().pulls(SISTERS)
    assert set(pulls) == {*NAMES, *JOINT} - {"shared"}
    assert pulls["desk"] != shipped_weights().pulls(replace(SISTERS, said=()))["desk"]


def test_every_answer_has_words():
    asked = {(question.name, code) for question in QUESTIONS for code in question.codes}
    assert asked == set(ANSWER_TEXTS)


def test_reasons_come_with_their_strength_and_never_a_figure():
    with translation.override("en"):
        said = explain_evidence(SISTERS, shipped_weights())
        assert all(each.strength in ("slightly", "clearly", "strongly") for each in said)
    assert any(not each.speaks_for for each in said)
    assert not any(sign.isdigit() for each in said for sign in str(each.text))


def test_readers_who_always_agree():
    assert kappa([("same", "same")] * 15 + [("different", "different")] * 15) == 1


def test_readers_who_agree_by_chance_alone():
    pairs = [("same", "same"), ("same", "different"), ("different", "same")]
    assert kappa([*pairs, ("different", "different")] * 10) == pytest.approx(0)


def test_of_few_pairs_nothing_is_said():
    assert kappa([("same", "same")] * 5) is None


def test_a_rare_name_weighs_more_than_one_that_many_bear():
    told = [json.dumps(MatchingFeatures(given=name).as_json()) for name in ("Mohamed", "Yacouba")]
    scale = NameWeights(10_000, dict.fromkeys(phonetic_keys("Mohamed"), 1500))
    common, rare = score_pairs([(each, each) for each in told], scale)
    assert rare > common


def test_twins_are_two_however_much_they_share():
    share = {"name": "most", "birth": "day", "sex": "same", "nationality": "same"}
    said = "name_part given_other born_day sex_same nationality_same phone_same"
    twins = evidence_of(given="other", phone="same", bits=8.0, said=said, **share)
    assert shipped_weights().pulls(twins)["twins"] < 0
    assert shipped_classifier().likelihood([twins])[0] < 0.5


def test_weights_stay_finite_where_all_was_decided_alike():
    taught = shipped_classifier().trained([ONE] * 50, [True] * 50)
    assert np.isfinite(taught.coefficients).all()
    assert len(NAMES) < len(taught.coefficients)

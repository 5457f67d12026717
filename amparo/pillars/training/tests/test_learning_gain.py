"""Gain between two tests: against numbers of other programs, by hand, and quiet where few are."""

from dataclasses import astuple

import pytest

from amparo.pillars.training.gain import (
    Pair,
    hake_gain,
    hide_small,
    infer,
    measure_gain,
    normalised_change,
)
from amparo.pillars.training.inference import (
    correlation,
    signed_ranks,
    t_quantile,
    t_two_sided,
)
from amparo.pillars.training.item_analysis import (
    Verdict,
    analyse_items,
    find_verdict,
    guessed_percent,
)

BEFORE = [40, 50, 30, 60, 70, 20, 55, 45, 65, 35, 80, 50]
AFTER = [70, 80, 55, 60, 90, 45, 50, 75, 85, 65, 100, 70]
PAIRS = [Pair(b, a) for b, a in zip(BEFORE, AFTER, strict=True)]
exactly = pytest.approx


def near(value: float):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


def test_twelve_pairs_give_what_scipy_and_pingouin_give():
    """Scipy 1.x ttest_rel, wilcoxon(correction=False, method="approx"); pingouin 0.7
    compute_effsize(paired=True, eftype="cohen"), corrected with 1 - 3 / (4 * 11 - 1).
    """
    gain = measure_gain(PAIRS, pass_mark=70, is_protected=False)
    assert gain.gain == near(245 / 12)
    said = gain.inference
    assert said.interval == (near(13.06443408750243), near(27.768899245830905))
    assert (said.t, said.t_probability) == (near(6.111991135756363), near(7.606559746288412e-05))
    assert said.effect == near(1.2043076628223228 * (1 - 3 / 43))
    assert (said.wilcoxon.statistic, said.wilcoxon.probability) == (1, near(0.004038556030943276))


def test_counts_and_shares_by_hand():
    gain = measure_gain(PAIRS, pass_mark=70, is_protected=False)
    assert (gain.improved.count, gain.same.count, gain.fell.count) == (10, 1, 1)
    assert (gain.passed_before.count, gain.passed_after.count) == (2, 7)
    assert gain.top_before.count == 0
    assert gain.hake == near(245 / 12 / (100 - 50))


@pytest.mark.parametrize(("before", "after", "change"), [
    (40, 70, 0.5), (80, 60, -0.25), (50, 50, 0), (100, 100, None), (0, 0, None), (100, 50, -0.5),
])  # fmt: skip
def test_a_fall_counts_by_what_there_was_to_lose(before, after, change):
    assert normalised_change(Pair(before, after)) == change


def test_who_had_all_both_times_is_left_out_of_the_normalised_change():
    gain = measure_gain([*PAIRS, Pair(100, 100), Pair(100, 100)], is_protected=False)
    assert (gain.n, gain.changed, gain.top_before.count) == (14, 12, 2)
    assert hake_gain(100, 100) is None


@pytest.mark.parametrize("n", range(15))
def test_nothing_under_five_and_no_inference_under_ten(n):
    gain = measure_gain((PAIRS * 2)[:n], pass_mark=70)
    assert (gain is None) == (n < 5)
    if gain is not None:
        assert (gain.inference is None) == (n < 10)
        assert (gain.improved.interval is None) or n >= 10


def test_all_the_same_is_no_division_by_nothing():
    same = infer([10.0] * 10, [Pair(50, 60)] * 10)
    assert (same.interval, same.t, same.effect) == ((10, 10), None, None)
    assert measure_gain([Pair(50, 50)] * 10).inference.wilcoxon is None


@pytest.mark.parametrize(("freedom", "quantile", "tail"), [
    (1, 12.706204736174694, 0.24223788318168682), (4, 2.7764451051977934, 0.06676654481198814),
    (9, 2.262157162798205, 0.033861827682985735), (29, 2.045229642132703, 0.018325344338426086),
    (120, 1.9799304050824402, 0.013769534925030417),
])  # fmt: skip
def test_student_t_as_scipy_has_it(freedom, quantile, tail):
    assert t_quantile(freedom) == near(quantile)
    assert t_two_sided(2.5, freedom) == near(tail)


def test_exact_signed_ranks():
    ranks = signed_ranks([1, 2, -3, 4, 5, 6, 7, -8, 9, 10, 11.5])
    assert astuple(ranks) == (11, 0.0537109375, 11, True)  # 2 * 55 of 2048, counted


@pytest.mark.parametrize(("counts", "shown"), [
    ([10, 8, 7], [10, 8, 7]),
    ([20, 6, 3], [20, None, None]),  # 3 alone could be subtracted: the smallest other goes too
    ([20, 4, 3], [20, None, None]),
    ([20, 1, 2], [None, None, None]),  # 3 together say too much
    ([27, 3], [None, None]),
    ([30, 0], [30, 0]),
    ([3, 0, 0], [None, None, None]),
])  # fmt: skip
def test_small_groups_are_hidden_with_what_would_show_them(counts, shown):
    assert hide_small(counts) == shown


def test_no_hidden_count_can_be_subtracted():
    for first in range(8):
        for second in range(8):
            for third in range(8):
                counts = [first, second, third]
                hidden = [c for c, s in zip(counts, hide_small(counts), strict=True) if s is None]
                assert all(c is None or not 0 < c < 5 for c in hide_small(counts))
                assert len(hidden) != 1 or sum(counts) == hidden[0]


MATRIX = [
    [0, 0, 1, 1, 1, 1], [1, 1, 1, 0, 0, 1], [1, 0, 0, 0, 1, 1], [0, 1, 1, 1, 0, 1],
    [0, 0, 1, 0, 0, 1], [0, 1, 1, 1, 1, 1], [0, 1, 1, 0, 1, 0], [1, 1, 0, 1, 1, 1],
    [1, 0, 1, 0, 1, 0], [1, 0, 1, 1, 0, 0], [0, 1, 1, 0, 1, 0], [0, 1, 0, 1, 1, 0],
    [1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 1, 1],
]  # fmt: skip


def test_items_as_pingouin_and_scipy_have_them():
    """pingouin.cronbach_alpha (KR-20 for 0 and 1), scipy.stats.pearsonr with the rest score."""
    analysis = analyse_items(MATRIX)
    assert analysis.reliability == near(-0.42692307692307646)
    assert [each.correlation for each in analysis.items] == [
        near(each) for each in (-0.503909833971264, 0.04682929057908468, -0.2553547554316232,
                                0.14852213144650114, -0.12055925735726197, 0.04682929057908468)
    ]  # fmt: skip
    assert analysis.items[0].difficulty == near(6 / 14)
    assert analyse_items(MATRIX[:9]) is None


@pytest.mark.parametrize(("difficulty", "related", "verdict"), [
    (0.95, 0.3, Verdict.TOO_EASY), (0.2, 0.3, Verdict.TOO_HARD), (0.6, -0.2, Verdict.MISLEADS),
    (0.6, -0.1, Verdict.FINE), (1, None, Verdict.TOO_EASY),
])  # fmt: skip
def test_words_on_a_question(difficulty, related, verdict):
    assert find_verdict(difficulty, related) is verdict


def test_guessing_ten_true_or_false_gives_half():
    assert guessed_percent([2] * 10) == exactly(50)
    assert guessed_percent([4, 4, 0, 0]) == exactly(12.5)
    assert correlation([1, 1, 1], [1, 2, 3]) is None

"""Shares have the intervals that Wilson's and Newcombe's papers print."""

import pytest

from amparo.foundation.core.proportions import newcombe_difference, wilson_interval


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_the_published_one(count, of, low, high):
    assert wilson_interval(count, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # scipy 1.17.1, binomtest(count, of).proportion_ci(method="wilson")
        (0, 10, 0.0, 0.277532800), (10, 10, 0.722467200, 1.0), (5, 10, 0.236593091, 0.763406909),
        (8, 29, 0.146987551, 0.457171324), (1, 5, 0.036224109, 0.624465370),
        (27, 30, 0.743789174, 0.965400111),
    ],
)  # fmt: skip
def test_the_interval_of_a_share_is_that_of_another_program(count, of, low, high):
    assert wilson_interval(count, of) == pytest.approx((low, high), abs=1e-8)


@pytest.mark.parametrize(
    ("later", "earlier", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(later, earlier, low, high):
    found = newcombe_difference(earlier, later)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.is_clear


def test_a_difference_whose_interval_holds_nothing_is_not_clear():
    assert not newcombe_difference((10, 50), (12, 50)).is_clear


@pytest.mark.parametrize(("count", "of"), [(0, 0), (3, 2), (-1, 4)])
def test_there_is_no_share_of_nobody_and_none_above_all(count, of):
    with pytest.raises(ValueError, match="somebody"):
        wilson_interval(count, of)

"""Patterns are rolled up until nobody can be found, and nothing is worked out by subtraction."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation.links.rollup import PatternKey, UnmetCase, partition, roll_up

SECRET = b"0" * 32
COUNTRY, REGION, TOWN, OTHER_TOWN = 1, 2, 3, 4
WITHIN = {COUNTRY: None, REGION: COUNTRY, TOWN: REGION, OTHER_TOWN: REGION}


def cases(count, place=TOWN, service="shelter.emergency", right="housing", start=0):
    return [UnmetCase(start + n, place, service, right) for n in range(count)]


def test_enough_cases_keep_their_place_service_and_right():
    assert roll_up(cases(10), WITHIN, SECRET) == {
        PatternKey(TOWN, "shelter.emergency", "housing"): 10
    }


def test_few_of_a_right_lose_the_right_first():
    found = roll_up(cases(3) + cases(7, right="alt_care", start=100), WITHIN, SECRET)
    assert set(found) == {PatternKey(TOWN, "shelter.emergency", "alt_care")}, (
        "three are too few to be shown anywhere, and not in the cell beside them"
    )


def test_few_of_several_rights_are_shown_together():
    found = roll_up(cases(3) + cases(4, right="alt_care", start=100), WITHIN, SECRET)
    assert set(found) == {PatternKey(TOWN, "shelter.emergency", "")}


def test_few_of_a_service_are_counted_in_its_group_then_in_a_larger_place():
    few = cases(3) + cases(3, service="shelter.rent", start=10)
    assert set(roll_up(few, WITHIN, SECRET)) == {PatternKey(TOWN, "shelter", "")}
    apart = cases(3) + cases(3, place=OTHER_TOWN, service="shelter.rent", start=10)
    assert set(roll_up(apart, WITHIN, SECRET)) == {PatternKey(REGION, "shelter", "")}


def test_too_few_in_a_whole_country_are_in_no_pattern():
    assert roll_up(cases(4), WITHIN, SECRET) == {}


def test_a_case_with_two_needs_counts_once_in_a_pattern():
    twice = cases(3) + cases(3, service="shelter.rent")
    assert roll_up(twice, WITHIN, SECRET) == {}


def test_a_case_without_a_known_place_is_in_no_pattern():
    assert roll_up(cases(9, place=None), WITHIN, SECRET) == {}


some_cases = st.lists(
    st.builds(
        UnmetCase, st.integers(0, 60), st.sampled_from([*WITHIN, None]),
        st.sampled_from(["shelter.rent", "shelter.emergency", "health.primary"]),
        st.sampled_from(["", "housing", "health"]),
    ),
    max_size=120,
)  # fmt: skip


@given(some_cases)
def test_no_pattern_is_small_and_every_figure_is_rounded(found):
    counted = roll_up(found, WITHIN, SECRET)
    assert all(count >= 5 and count % 5 == 0 for count in counted.values())


@given(some_cases)
def test_each_need_lies_in_one_pattern_at_most(found):
    """So no figure is a total of others, and none is left when others are taken from it."""
    apart = [replace(each, key=number) for number, each in enumerate(found)]
    held = partition(apart, WITHIN)
    members = [cell.members for cell in held.values()]
    assert sum(map(len, members)) == len(set().union(*members))


@given(some_cases, st.randoms())
def test_the_order_of_the_cases_changes_nothing(found, chance):
    other = chance.sample(found, len(found))
    assert roll_up(found, WITHIN, SECRET) == roll_up(other, WITHIN, SECRET)


def test_small_parts_are_not_told_by_a_figure_near_their_greatest_sum():
    """Three towns of four each: 15 would say that each holds three or four."""
    towns = {5 + number: REGION for number in range(3)}
    four = [
        each for number, town in enumerate(towns) for each in cases(4, town, start=10 * number)
    ]
    shown = {
        roll_up(four, WITHIN | towns, bytes([turn]) * 32)[PatternKey(REGION, "shelter", "")]
        for turn in range(40)
    }
    assert shown == {10}
    by_itself = {
        roll_up(cases(12), WITHIN, bytes([turn]) * 32)[
            PatternKey(TOWN, "shelter.emergency", "housing")
        ]
        for turn in range(40)
    }
    assert by_itself == {10, 15}

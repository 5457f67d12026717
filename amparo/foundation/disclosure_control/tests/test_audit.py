"""What a reader can work out is found, however the tables hang together."""

from itertools import product

import pytest

from amparo.foundation.disclosure_control.audiences import RULES, Audience, PublicationRule
from amparo.foundation.disclosure_control.audit import (
    AuditTooLargeError,
    InsiderKnowledge,
    find_disclosures,
)
from amparo.foundation.disclosure_control.linear_programs import InfeasibleError
from amparo.foundation.disclosure_control.publication import publish
from amparo.foundation.disclosure_control.tables import Dimension, Table

from .made_up_register import AREAS, BANDS, MONTHS, SECRET, count_people, make_register

DONOR = RULES[Audience.DONOR]
EXACT_ONLY = PublicationRule(threshold=5, hides_zero=True, is_rounded=False, minimum_width=1)
SEX = Dimension("sex", ("female", "male"))
AREA = Dimension("area", ("north", "south"))
TO_DATE = {f"until {month}": frozenset(MONTHS[: at + 1]) for at, month in enumerate(MONTHS)}
SERVICE = Dimension("service", ("meal", "legal aid"), is_overlapping=True)


def exact(rows, *dimensions, **more):
    """What a donor holds, without the gate."""
    table = Table.from_rows("assisted", dimensions, rows, **more)
    return publish(table, Audience.DONOR, SECRET)


def found(tables, rule=DONOR, **more):
    return {
        each.combination: (each.low, each.high) for each in find_disclosures(tables, rule, **more)
    }


def test_a_total_less_the_other_part_is_found():
    held = [exact([("female", 40, 1), ("male", 3, 2), (None, 43, 3)], SEX)]
    assert found(held) == {(("sex", "male"),): (3, 3)}


def test_two_hidden_parts_are_not():
    held = [exact([("female", 4, 1), ("male", 3, 2), (None, 7, 3)], SEX)]
    assert found(held, EXACT_ONLY) == {}


def test_two_tables_of_the_same_people_are_looked_at_together():
    rows = [
        ("north", "female", 20, 1), ("north", "male", 4, 2), (None, "female", 23, 5),
        ("south", "female", 3, 4), ("south", "male", 8, 8), (None, "male", 12, 10),
    ]  # fmt: skip
    totals = [("north", 24, 3), ("south", 11, 12)]
    by_both, by_area = exact(rows, AREA, SEX), exact(totals, AREA)
    assert (("area", "north"), ("sex", "male")) in found([by_both, by_area])


def test_tables_of_other_people_are_not_mixed():
    one = exact([("female", 40, 1), ("male", 3, 2)], SEX)
    other = publish(Table.from_rows("trained", [SEX], [(None, 43, 3)]), Audience.DONOR, SECRET)
    assert found([one, other]) == {}


def test_what_was_added_since_last_month_is_found():
    periods = Dimension("month", groups=TO_DATE)
    until = [f"until {month}" for month in MONTHS[:2]]
    held = [exact([(until[0], 55, 1), (until[1], 57, 3)], periods)]
    assert found(held) == {(("month", MONTHS[1]),): (2, 2)}


def test_people_in_two_categories_make_totals_say_less():
    held = [
        exact(
            [("meal", 40, 1), ("legal aid", 3, 2), (None, 43, 3)],
            Dimension("service", ("meal", "legal aid")),
        )
    ]
    assert found(held) == {(("service", "legal aid"),): (3, 3)}
    held = [exact([("meal", 40, 1), ("legal aid", 45, 2), (None, 60, 3)], SERVICE)]
    assert found(held) == {}


def test_who_is_in_the_total_and_not_in_the_largest_category_is_found():
    held = [exact([("meal", 40, 1), ("legal aid", 3, 2), (None, 41, 3)], SERVICE)]
    assert found(held)[("service", "legal aid + meal - meal"),] == (1, 1)


def test_who_was_there_for_the_first_time_is_found():
    periods = Dimension("month", groups=TO_DATE, is_overlapping=True)
    until = [f"until {month}" for month in MONTHS[:2]]
    rows = [(until[0], 55, 1), (until[1], 57, 3), (MONTHS[0], 55, 1), (MONTHS[1], 30, 5)]
    new = (("month", f"{MONTHS[0]} + {MONTHS[1]} - {MONTHS[0]}"),)
    assert found([exact(rows, periods)]) == {new: (2, 2)}


def test_a_hidden_group_is_looked_at_beside_its_parts():
    provinces = {"coast": frozenset({"port", "beach"}), "interior": frozenset({"inland"})}
    areas = Dimension("area", ("port", "beach", "inland"), groups=provinces)
    held = [exact([("coast", 3, 1), ("interior", 20, 2), (None, 23, 3)], areas)]
    parts = [("port", 2, 4), ("beach", 1, 5), ("inland", 20, 2)]
    assert found([*held, exact(parts, areas)], EXACT_ONLY) == {(("area", "coast"),): (3, 3)}


def test_people_in_two_categories_are_still_no_more_than_the_total():
    held = [exact([("meal", 4, 1), ("legal aid", 3, 2), (None, 5, 3)], SERVICE)]
    assert found(held, EXACT_ONLY) == {}
    insider = InsiderKnowledge({"service": "legal aid"}, low=0, high=1)
    bounds = found(held, EXACT_ONLY, knowledge=[insider])
    assert bounds[("service", "meal"),] == (4, 4)


def test_those_outside_a_numerator_are_found():
    rows = [("female", 40, 1, 38, 5), ("male", 30, 2, 12, 6)]
    held = [exact(rows, SEX, numerator="on time")]
    assert found(held) == {(("sex", "female"), ("on time", "no")): (2, 2)}


def test_an_insider_narrows_what_others_cannot():
    held = [exact([("female", 4, 1), ("male", 3, 2), (None, 7, 3)], SEX)]
    insider = InsiderKnowledge({"sex": "female"}, low=4)
    assert found(held, EXACT_ONLY, knowledge=[insider])[("sex", "male"),] == (3, 3)


def test_a_category_whose_label_is_hidden_may_hold_anybody():
    rows = [("VE", 40, 1), ("HT", 9, 2), ("BT", 1, 4), (None, 50, 7)]
    held = [exact(rows, Dimension("country"))]
    assert {values for cell in held[0].cells for values in cell.values} == {"VE", "HT", None}
    assert found(held) == {(("country", ""),): (1, 1)}


def test_each_disclosure_names_the_numbers_that_it_rests_on():
    held = [exact([("female", 40, 1), ("male", 3, 2), (None, 43, 3)], SEX)]
    (disclosure,) = find_disclosures(held, DONOR)
    assert {held[0].cells[each.cell].values for each in disclosure.rests_on} == {
        ("female",), (None,),
    }  # fmt: skip


def test_tables_that_contradict_each_other_are_noticed():
    one = exact([("female", 40, 1), ("male", 30, 2), (None, 70, 3)], SEX)
    other = exact([(None, 71, 3)], SEX)
    with pytest.raises(InfeasibleError):
        find_disclosures([one, other], DONOR)


def test_too_many_combinations_are_refused_and_not_left_out():
    many = [Dimension(name, tuple(map(str, range(200)))) for name in ("one", "other")]
    with pytest.raises(AuditTooLargeError):
        find_disclosures([exact([("1", "1", 9, 1)], *many)], DONOR)


WIDE = PublicationRule(threshold=5, hides_zero=True, is_rounded=False, minimum_width=99)


def small_world(chance):
    """Two areas by sex with their margins, from random people."""
    counts = {values: chance.randrange(8) for values in product(AREA.categories, SEX.categories)}
    rows = [
        (area, sex, sum(people), chance.getrandbits(60))
        for area, sex in product((*AREA.categories, None), (*SEX.categories, None))
        if (people := [n for values, n in counts.items() if is_part_of(values, (area, sex))])
    ]
    return counts, rows


def is_part_of(values, of):
    return all(whole in (None, part) for part, whole in zip(values, of, strict=True))


def agrees(world, cell):
    """Whether a cell may have been published of this world."""
    people = sum(number for values, number in world.items() if is_part_of(values, cell.values))
    return cell.people.low <= people <= cell.people.high


def possible_worlds(held, values):
    """Each assignment of numbers to the four cells that agrees with all that was published."""
    bounds = {cell.values: range(cell.people.low, cell.people.high + 1) for cell in held.cells}
    tried = product(*(bounds[each] for each in values))
    worlds = (dict(zip(values, numbers, strict=True)) for numbers in tried)
    return [world for world in worlds if all(agrees(world, cell) for cell in held.cells)]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("audience", [Audience.DONOR, Audience.GOVERNMENT])
def test_dimensions_that_are_not_crossed_are_bounded_as_if_they_were(seed, audience):
    """Tables by two dimensions each, which share one: apart they say the same as crossed."""
    people = make_register(90, seed)
    tables = [
        publish(count_people(people, names), audience, SECRET)
        for names in (("sex", "band"), ("sex", "area"))
    ]
    crossing = {"sex": "female", "band": BANDS[3], "area": AREAS[0]}
    apart = find_disclosures(tables, RULES[audience])
    crossed = find_disclosures(tables, RULES[audience], [InsiderKnowledge(crossing, 0)])
    assert apart or audience != Audience.DONOR
    assert bounds_of(apart) == bounds_of(crossed)


def bounds_of(disclosures):
    return sorted((sorted(each.combination), each.low, each.high) for each in disclosures)

"""The gate: what is given is hidden further, or refused, until nothing small can be worked out."""

from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.audit import find_disclosures
from amparo.foundation.disclosure_control.reasons import Reason
from amparo.foundation.disclosure_control.release import Holding, release
from amparo.foundation.disclosure_control.tables import Dimension, Table

from .made_up_register import SECRET, count_people, linked_tables, make_register

AREA = Dimension("area", ("north", "south", "west"))
ROWS = [("north", 40, 1), ("south", 9, 2), ("west", 3, 4), (None, 52, 7)]
BY_AREA = Table.from_rows("assisted", [AREA], ROWS)
TOTAL = Table.from_rows("assisted", [AREA], [(None, 52, 7)])
PARTS = Table.from_rows("assisted", [AREA], ROWS[:3])


def numbers(given):
    return {cell.values[0]: cell.people.number for cell in given.tables[0].cells}


def test_the_office_reads_what_was_counted():
    given = release([BY_AREA], Audience.OFFICE, SECRET)
    assert numbers(given) == {"north": 40, "south": 9, "west": 3, None: 52}


def test_a_second_number_is_hidden_so_that_the_first_cannot_be_worked_out():
    given = release([BY_AREA], Audience.DONOR, SECRET)
    assert numbers(given) == {"north": 40, "south": None, "west": None, None: 52}


def test_what_the_recipient_holds_already_counts():
    parts = release([PARTS], Audience.DONOR, SECRET)
    assert numbers(parts) == {"north": 40, "south": 9, "west": None}
    alone = release([TOTAL], Audience.DONOR, SECRET)
    assert numbers(alone) == {None: 52}
    after = release([TOTAL], Audience.DONOR, SECRET, held=parts.tables)
    assert numbers(after) == {None: None}


def test_where_hiding_does_not_suffice_nothing_is_given():
    """Together eight, and both hidden because they are fewer than five: four each."""
    provinces = {"coast": frozenset({"port", "beach"})}
    areas = Dimension("area", ("port", "beach"), groups=provinces)
    coast = Table.from_rows("assisted", [areas], [("coast", 8, 1)])
    parts = Table.from_rows("assisted", [areas], [("port", 4, 2), ("beach", 4, 3)])
    held = release([coast], Audience.DONOR, SECRET).tables
    given = release([parts], Audience.DONOR, SECRET, held=held)
    assert (given.tables, given.refused_because) == ((), Reason.REVEALS)


def test_what_a_recipient_knows_already_stops_nothing_new():
    """Two tables went out before anybody looked at both: the number is out."""
    held = [
        table
        for each in (TOTAL, PARTS)
        for table in release([each], Audience.DONOR, SECRET).tables
    ]
    assert find_disclosures(held, RULES[Audience.DONOR])
    by_sex = Table.from_rows(
        "assisted", [Dimension("sex", ("female", "male"))], [("female", 30, 8), ("male", 22, 15)]
    )
    given = release([by_sex], Audience.DONOR, SECRET, held=held)
    assert numbers(given) == {"female": 30, "male": 22}


def test_a_table_for_several_readers_is_audited_with_what_each_of_them_holds():
    parts = release([PARTS], Audience.DONOR, SECRET).tables
    assert numbers(release([TOTAL], Audience.DONOR, SECRET)) == {None: 52}
    others = [Holding(Audience.DONOR, parts)]
    for_both = release([TOTAL], Audience.DONOR, SECRET, others=others)
    assert numbers(for_both) == {None: None}


def test_another_reader_is_held_to_the_rule_of_its_own_kind():
    """A donor may know of nine people what the public may not."""
    donor = Holding(Audience.DONOR, release([PARTS], Audience.DONOR, SECRET).tables)
    given = release([TOTAL], Audience.PUBLIC, SECRET, others=[donor])
    assert numbers(given)[None] in (50, 55)


def test_other_numbers_for_the_same_are_refused():
    held = release([TOTAL], Audience.DONOR, SECRET).tables
    later = Table.from_rows("assisted", [AREA], [(None, 53, 9)])
    given = release([later], Audience.DONOR, SECRET, held=held)
    assert given.refused_because is Reason.CONTRADICTS


def test_what_is_too_large_to_be_audited_is_refused():
    many = [Dimension(name, tuple(map(str, range(200)))) for name in ("one", "other")]
    table = Table.from_rows("assisted", many, [("1", "1", 9, 1)])
    assert release([table], Audience.DONOR, SECRET).refused_because is Reason.TOO_LARGE


def test_all_but_one_of_a_numerator_are_hidden_from_a_donor():
    rows = [("north", 40, 1, 39, 8), ("south", 30, 2, 12, 16), ("west", 20, 4, 9, 32)]
    table = Table.from_rows("assisted", [AREA], rows, numerator="on time")
    cells = release([table], Audience.DONOR, SECRET).tables[0].cells
    assert [cell.numerator.number for cell in cells] == [None, 12, 9]
    assert [cell.people.number for cell in cells] == [40, 30, 20]


def test_public_zeros_are_hidden_where_they_would_say_too_much():
    """Ten bands with somebody in each, together at most ten: one each."""
    bands = Dimension("band", tuple("abcdefghijkl"))
    rows = [(band, 1, 2**at) for at, band in enumerate(bands.categories[:10])]
    table = Table.from_rows("assisted", [bands], [*rows, (None, 10, 1023)])
    given = release([table], Audience.PUBLIC, SECRET)
    assert {cell.people.number for cell in given.tables[0].cells} == {None}


def test_a_donor_is_given_most_of_what_is_safe():
    tables = linked_tables(make_register())
    given = release(tables, Audience.DONOR, SECRET)
    shown = [cell.people.number is not None for each in given.tables for cell in each.cells]
    assert sum(shown) / len(shown) > 0.5
    assert find_disclosures(given.tables, RULES[Audience.DONOR]) == []


def test_the_same_tables_are_released_alike_again():
    tables = [count_people(make_register(), ("area", "sex"))]
    one, other = (release(tables, Audience.DONOR, SECRET) for _each in range(2))
    assert one == other

"""A table is what the facts answered: counted cells and margins, and nobody where nobody is."""

import duckdb
import pytest

from amparo.foundation.disclosure_control.tables import (
    Cell,
    Dimension,
    Table,
    combine_keys,
    complete_dimensions,
)

SEX = Dimension("sex", ("female", "male"))
COUNTRY = Dimension("country")
SERVICE = Dimension("service", is_overlapping=True)


def counted(dimension, rows, **more):
    return Table.from_rows("assisted", [dimension], rows, **more)


def test_a_row_of_an_answer_is_a_cell():
    table = counted(SEX, [("female", 2, 3), ("male", 1, 4), (None, 3, 7)])
    assert table.cells[0] == Cell(("female",), 2, 3)


def test_a_row_may_bring_a_numerator_and_a_median():
    table = counted(SEX, [("female", 2, 3, 1, 1, 4.5), ("male", 0, 0, 0, 0, None)])
    assert table.cells[0] == Cell(("female",), 2, 3, 1, 1, 4.5)


def test_a_combination_that_the_answer_does_not_mention_holds_nobody():
    both = [SEX, COUNTRY]
    table = Table.from_rows("assisted", both, [("female", "VE", 1, 1), ("female", "HT", 1, 2)])
    empty = {cell.values for cell in table.cells if not cell.count}
    assert empty == {("male", "VE"), ("male", "HT")}


def test_a_margin_that_was_not_asked_for_is_not_invented():
    table = counted(SEX, [("female", 2, 3)])
    assert {cell.values for cell in table.cells} == {("female",), ("male",)}


def test_keys_of_a_signed_column_are_those_of_an_unsigned_one():
    signed, unsigned = counted(SEX, [("male", 1, -1)]), counted(SEX, [("male", 1, 2**64 - 1)])
    assert signed == unsigned


def test_the_key_of_a_group_does_not_depend_on_the_order_of_its_people():
    assert combine_keys([5, 9, 2]) == combine_keys([2, 5, 9])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("female", 2, 3), ("female", 2, 3)], "twice"),
        ([("female", 2, 3, 4, 9)], "no part"),
    ],
)
def test_what_cannot_be_counted_is_refused(rows, words):
    with pytest.raises(ValueError, match=words):
        counted(SEX, rows)


def test_a_dimension_is_complete_where_its_total_is_exactly_its_parts():
    table = counted(COUNTRY, [("VE", 2, 3), ("HT", 1, 4), (None, 3, 7)])
    assert complete_dimensions(table) == {"country"}


def test_a_dimension_is_not_complete_where_somebody_is_in_no_listed_category():
    table = counted(COUNTRY, [("VE", 2, 3), (None, 3, 7)])
    assert complete_dimensions(table) == frozenset()


def test_a_person_in_two_services_counts_once_in_the_total():
    table = counted(SERVICE, [("meal", 2, 3), ("legal aid", 2, 5), (None, 3, 7)])
    assert complete_dimensions(table) == frozenset()


def test_parts_that_are_more_than_their_total_must_be_declared_as_overlapping():
    with pytest.raises(ValueError, match="more than their total"):
        complete_dimensions(counted(COUNTRY, [("VE", 2, 3), ("HT", 2, 5), (None, 3, 7)]))


def test_parts_of_the_whole_list_are_not_less_than_their_total():
    with pytest.raises(ValueError, match="less than their total"):
        complete_dimensions(counted(SEX, [("female", 2, 3), (None, 3, 7)]))


def test_an_answer_of_the_facts_is_a_table():
    """One person had two services in the north, and is counted once."""
    facts = duckdb.connect()
    facts.execute("CREATE TABLE assisted (person UBIGINT, area VARCHAR, sex VARCHAR)")
    rows = [(2**64 - 1, "north", "female"), (6, "north", "female"), (6, "north", "female")]
    facts.executemany("INSERT INTO assisted VALUES (?, ?, ?)", [*rows, (9, "south", "male")])
    answer = facts.execute(
        "SELECT area, sex, count(DISTINCT person), bit_xor(DISTINCT person) FROM assisted "
        "GROUP BY GROUPING SETS ((area, sex), (area), (sex), ())"
    )
    table = Table.from_rows("assisted", [Dimension("area"), SEX], answer.fetchall())
    counted = {cell.values: (cell.count, cell.key) for cell in table.cells}
    assert counted["north", "female"] == (2, 2**64 - 7)
    assert counted["north", "male"] == (0, 0)
    assert counted[None, None] == (3, combine_keys([2**64 - 1, 6, 9]))
    assert complete_dimensions(table) == {"area", "sex"}

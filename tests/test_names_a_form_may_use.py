"""The handbook names the records and fields that a form may fill, and no others."""

import re

import pytest

from amparo.foundation.fieldwork.form_mapping import form_targets

from .test_handbook import read, row_with

NAME = re.compile(r"`(\w+)`")
FIRST = "| `case` | `number`"


def table() -> list[list[str]]:
    """Its lines, cell by cell."""
    text = read("en", "data_officer")
    lines = text[text.index(FIRST) :].split("\n\n")[0].splitlines()
    return [line.split("|")[1:-1] for line in lines]


def test_every_record_that_takes_answers_is_in_the_table_and_no_other():
    assert [NAME.findall(row[0]) for row in table()] == [[each.record] for each in form_targets()]


@pytest.mark.parametrize("landing", form_targets(), ids=lambda each: each.record)
def test_every_field_is_told_and_so_is_the_list_whose_codes_are_fields(landing):
    _nothing, _record, fields, becomes, _end = row_with(
        read("en", "data_officer"), landing.record
    ).split("|")
    assert sorted(NAME.findall(fields)) == sorted(landing.fields)
    assert NAME.findall(becomes) == ([landing.coded] if landing.coded else [])

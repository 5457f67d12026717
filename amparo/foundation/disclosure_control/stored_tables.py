"""Published tables as data, so that later audits start from what each recipient holds."""

from collections.abc import Mapping
from typing import Any

from .audiences import Audience
from .publication import PublishedCell, PublishedNumber, PublishedTable
from .tables import Dimension


def table_as_data(table: PublishedTable) -> dict[str, Any]:
    """Returns the table as JSON has it, bounds included: stored sealed, shown to nobody."""
    return {
        "measure": table.measure,
        "audience": table.audience.value,
        "dimensions": [_dimension_as_data(each) for each in table.dimensions],
        "cells": [_cell_as_data(each) for each in table.cells],
        "complete": sorted(table.complete),
        "numerator": table.numerator,
    }


def table_from_data(data: Mapping[str, Any]) -> PublishedTable:
    """Returns the table that `table_as_data` was given."""
    return PublishedTable(
        measure=data["measure"],
        audience=Audience(data["audience"]),
        dimensions=tuple(_dimension_from_data(each) for each in data["dimensions"]),
        cells=tuple(_cell_from_data(each) for each in data["cells"]),
        complete=frozenset(data["complete"]),
        numerator=data["numerator"],
    )


def _dimension_as_data(of: Dimension) -> dict[str, Any]:
    return {
        "name": of.name,
        "categories": list(of.categories),
        "groups": {label: sorted(members) for label, members in of.groups.items()},
        "is_overlapping": of.is_overlapping,
        "area_level": of.area_level,
        "period_months": of.period_months,
    }


def _dimension_from_data(data: Mapping[str, Any]) -> Dimension:
    groups = {label: frozenset(members) for label, members in data["groups"].items()}
    return Dimension(**{**data, "categories": tuple(data["categories"]), "groups": groups})


def _cell_as_data(cell: PublishedCell) -> list[Any]:
    numbers = [_number_as_data(each) for each in (cell.people, cell.numerator)]
    return [list(cell.values), *numbers, cell.share, cell.median]


def _cell_from_data(data: list[Any]) -> PublishedCell:
    values, people, numerator, share, median = data
    found = PublishedNumber(*people)
    part = PublishedNumber(*numerator) if numerator else None
    return PublishedCell(tuple(values), found, part, share, median)


def _number_as_data(number: PublishedNumber | None) -> list[int | None] | None:
    return [number.number, number.low, number.high] if number else None

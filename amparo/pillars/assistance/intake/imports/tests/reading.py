"""Reading one cell, as the tests of values ask for it."""

from datetime import date

from amparo.pillars.assistance.intake.imports.unclear_values import ImportContext, UnclearCell
from amparo.pillars.assistance.intake.imports.values import parse_value

TODAY = date(2026, 11, 25)


def read(field, cell, **setting):
    asked = UnclearCell(7, "column", cell, ImportContext(today=TODAY, region="BO", **setting))
    return parse_value(field, asked), asked.problems


def value(field, cell, name="", **setting):
    return read(field, cell, **setting)[0].get(name or field)


def code(field, cell, **setting):
    _values, problems = read(field, cell, **setting)
    return [each.code for each in problems]

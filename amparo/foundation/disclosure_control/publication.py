"""A table as its readers are shown it, and what they can conclude from each number."""

from dataclasses import dataclass

from .audiences import (
    BASE,
    EXACT,
    MINIMUM_DENOMINATOR,
    MINIMUM_FOR_MEDIAN,
    RULES,
    Audience,
    PublicationRule,
)
from .rounding import round_count
from .tables import Cell, Dimension, Table, Values, complete_dimensions


@dataclass(frozen=True, slots=True)
class PublishedNumber:
    """A number that readers see, or None where it is hidden.

    `low` and `high` bound what was counted for whoever knows the rules; `high` is None where
    nothing does. They are for audits and are never shown: a number hidden for its own sake and
    one hidden for the sake of another must look the same.
    """

    number: int | None
    low: int
    high: int | None


HIDDEN_FOR_ANOTHER = PublishedNumber(None, 0, None)


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """One cell of a published table. `share` is in whole per cent, `median` in whole days."""

    values: Values
    people: PublishedNumber
    numerator: PublishedNumber | None = None
    share: int | None = None
    median: int | None = None


@dataclass(frozen=True)
class PublishedTable:
    """What the readers of a table hold; stored, it is what later audits start from.

    `complete` names the dimensions whose totals hold nobody outside the listed categories.
    """

    measure: str
    audience: Audience
    dimensions: tuple[Dimension, ...]
    cells: tuple[PublishedCell, ...]
    complete: frozenset[str]
    numerator: str = ""


def publish(
    table: Table, audience: Audience, secret: bytes, rule: PublicationRule | None = None
) -> PublishedTable:
    """Returns the table as `audience` is shown it, before any audit (see `release`).

    Each number, a total too, is hidden or rounded by its own people. Categories of an open list
    with fewer people than are shown are left out with their label.
    """
    rule = rule or RULES[audience]
    withheld = _withheld_labels(table, rule)
    cells = tuple(
        publish_cell(cell, rule, secret)
        for cell in table.cells
        if not any((at, value) in withheld for at, value in enumerate(cell.values))
    )
    partly_listed = {table.dimensions[at].name for at, _value in withheld}
    return PublishedTable(
        table.measure, audience, table.dimensions, cells,
        complete_dimensions(table) - partly_listed, table.numerator,
    )  # fmt: skip


def publish_cell(cell: Cell, rule: PublicationRule, secret: bytes) -> PublishedCell:
    """Returns one cell as the rule has it."""
    people = publish_number(cell.count, cell.key, rule, secret)
    numerator = None
    if cell.numerator is not None:
        numerator = publish_number(cell.numerator, cell.numerator_key, rule, secret)
    return PublishedCell(
        cell.values, people, numerator, share_of(numerator, people), _median(cell, rule)
    )


def publish_number(count: int, key: int, rule: PublicationRule, secret: bytes) -> PublishedNumber:
    """Returns a count of people with this key as the rule has it."""
    if count < rule.threshold and (count or rule.hides_zero):
        return PublishedNumber(None, 0 if rule.hides_zero else 1, rule.threshold - 1)
    if not rule.is_rounded or not count:
        return PublishedNumber(count, count, count)
    shown = round_count(count, key, secret)
    return PublishedNumber(shown, max(rule.threshold, shown - BASE + 1), shown + BASE - 1)


def share_of(numerator: PublishedNumber | None, people: PublishedNumber) -> int | None:
    """Returns a share in whole per cent, of the numbers that are shown; None where one of them is
    hidden or the denominator is small.
    """
    if numerator is None or numerator.number is None or people.number is None:
        return None
    if people.number < MINIMUM_DENOMINATOR:
        return None
    return min(100, (200 * numerator.number + people.number) // (2 * people.number))


def hide(cell: PublishedCell, *, numerator: bool) -> PublishedCell:
    """Returns the cell with its numerator, or with all of it, hidden for the sake of another."""
    people = cell.people if numerator else HIDDEN_FOR_ANOTHER
    hidden = HIDDEN_FOR_ANOTHER if cell.numerator is not None else None
    return PublishedCell(cell.values, people, hidden, None, cell.median if numerator else None)


def _median(cell: Cell, rule: PublicationRule) -> int | None:
    if cell.median is None or (rule != EXACT and cell.count < MINIMUM_FOR_MEDIAN):
        return None
    return int(cell.median + 0.5)


def _withheld_labels(table: Table, rule: PublicationRule) -> set[tuple[int, str]]:
    """Finds categories whose label says by itself that somebody is there."""
    most: dict[tuple[int, str], int] = {}
    for cell in table.cells:
        for at, (label, of) in enumerate(zip(cell.values, table.dimensions, strict=True)):
            if label is not None and not of.categories and label not in of.groups:
                most[at, label] = max(most.get((at, label), 0), cell.count)
    return {label for label, people in most.items() if people < rule.threshold}

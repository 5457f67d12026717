"""The participants of an event by sex and by type of institution, as a report may show them. Pure.

The numbers of the whole event are exact: whoever was in the room could count them. A group of
fewer than five is hidden, and with it what would show it: another group, or another column. Who
took part comes first, then who was there long enough, and the others only as far as nothing can
be worked out beside them (`disclosure_control.release`, by the rule for donors).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from amparo.foundation.disclosure_control.audiences import RULES, Audience
from amparo.foundation.disclosure_control.publication import (
    HIDDEN_FOR_ANOTHER,
    PublishedCell,
    PublishedTable,
    hide,
    publish,
)
from amparo.foundation.disclosure_control.release import release
from amparo.foundation.disclosure_control.tables import Cell, Dimension, Table, combine_keys

# As for donors: empty groups are hidden like small ones. Only that a group is empty may be worked
# out: where all are women and men, both are shown.
RULE = replace(RULES[Audience.DONOR], hides_zero=False)
FEWEST = RULE.threshold
_MEASURE = "participants of the event"


class Outcome(StrEnum):
    """What became of a registration; each of them is one."""

    STAYED = "stayed"  # as long as the course asks
    SHORT = "short"  # was there, and not long enough
    ABSENT = "absent"  # had a seat, and was recorded at none of the sessions
    UNRECORDED = "unrecorded"  # had a seat, and nobody recorded attendance at all
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


class Column(StrEnum):
    """What a column counts, in the order in which a reader needs it."""

    CAME = "came"
    LONG_ENOUGH = "long_enough"
    SEATED = "seated"
    NO_SHOW = "no_show"
    WAITED = "waited"
    ASKED = "asked"


CAME = frozenset({Outcome.STAYED, Outcome.SHORT})
SEATED = CAME | {Outcome.ABSENT, Outcome.UNRECORDED}
COLUMNS: Mapping[Column, frozenset[Outcome]] = {
    Column.CAME: CAME,
    Column.LONG_ENOUGH: frozenset({Outcome.STAYED}),
    Column.SEATED: SEATED,
    Column.NO_SHOW: frozenset({Outcome.ABSENT}),
    Column.WAITED: frozenset({Outcome.WAITING}),
    Column.ASKED: frozenset(Outcome),
}
# A column of one outcome is called by it: under two names the audit would take it for two.
_VALUES = {name: str(min(of)) if len(of) == 1 else str(name) for name, of in COLUMNS.items()}
_GROUPS = {_VALUES[name]: frozenset(map(str, of)) for name, of in COLUMNS.items() if len(of) > 1}
_OUTCOMES = Dimension("outcome", tuple(map(str, Outcome)), _GROUPS)


@dataclass(frozen=True)
class Registered:
    """One registration: a number that stands for the person, what they are, what became of it."""

    key: int
    outcome: Outcome
    groups: Mapping[str, str]


def outcome_of(state: str, share: int | None, least: int, *, is_recorded: bool) -> Outcome:
    """Returns what became of a registration by its state and the percent of minutes present."""
    if state != "enrolled":
        return Outcome.WAITING if state == "waiting" else Outcome.WITHDRAWN
    if not is_recorded:
        return Outcome.UNRECORDED
    if not share:
        return Outcome.ABSENT
    return Outcome.STAYED if share >= least else Outcome.SHORT


def totals(people: Iterable[Registered]) -> dict[Column, int]:
    """Returns the numbers of the whole event."""
    found = [each.outcome for each in people]
    return {column: sum(each in of for each in found) for column, of in COLUMNS.items()}


type Shown = dict[Column, dict[str, int | None]]


def grouped(
    people: Sequence[Registered], breakdowns: Mapping[str, Sequence[str]], secret: bytes
) -> dict[str, Shown]:
    """Returns by breakdown and column how many of each group there are; None where it is hidden.

    `breakdowns` names all groups that there may be, what was not said among them. Where all are of
    one group it is the whole event, of which everything is told.
    """
    found: dict[str, Shown] = {
        name: {column: dict.fromkeys(groups) for column in COLUMNS}
        for name, groups in breakdowns.items()
    }
    whole = totals(people)
    present = _present(people, breakdowns)
    for name, groups in present.items():
        if len(groups) == 1:
            found[name] = {column: {groups[0]: whole[column]} for column in COLUMNS}
    for column, table in _given(people, present, secret):
        numbers = {cell.values[0]: cell.people.number for cell in table.cells}
        found[table.dimensions[0].name][column] = numbers  # type: ignore[assignment]
    return found


def _present(
    people: Sequence[Registered], breakdowns: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """The groups in which somebody is. The audit takes them as known to readers, who are told of
    fewer: what is safe from who knows more is safe from who knows less.
    """
    return {
        name: [group for group in groups if any(each.groups[name] == group for each in people)]
        for name, groups in breakdowns.items()
    }


def held_by_readers(
    people: Sequence[Registered], breakdowns: Mapping[str, Sequence[str]], secret: bytes
) -> list[PublishedTable]:
    """Returns all that readers of a report hold of its participants, the whole event first."""
    present = _present(people, breakdowns)
    whole = _known_before(people, _divided(present), secret)
    return [*whole, *(table for _column, table in _given(people, present, secret))]


def _divided(present: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {name: groups for name, groups in present.items() if len(groups) > 1}


def _given(
    people: Sequence[Registered], breakdowns: Mapping[str, Sequence[str]], secret: bytes
) -> Iterator[tuple[Column, PublishedTable]]:
    """Yields the tables of each column, audited with those before it and the whole event."""
    breakdowns = _divided(breakdowns)
    held = _known_before(people, breakdowns, secret)
    for column in COLUMNS:
        tables = [_table(people, name, groups, column) for name, groups in breakdowns.items()]
        whole = sum(each.outcome in COLUMNS[column] for each in people)
        given = [_with_enough_left(table, whole) for table in _released(tables, secret, held)]
        held += given
        yield from ((column, table) for table in given)


def _released(
    tables: list[Table], secret: bytes, held: list[PublishedTable]
) -> tuple[PublishedTable, ...]:
    return release(tables, Audience.DONOR, secret, held=held, rule=RULE, hides_zero=True).tables


def _with_enough_left(table: PublishedTable, whole: int) -> PublishedTable:
    """Hides the smallest groups that are shown until nobody, or five people at least, are left
    over: to hide more never shows more.
    """
    cells = list(table.cells)
    while True:
        shown = {at: each.people.number for at, each in enumerate(cells) if each.people.number}
        if not 0 < whole - sum(shown.values()) < FEWEST or not shown:
            return replace(table, cells=tuple(cells))
        smallest = min(shown, key=lambda at: shown[at])
        cells[smallest] = hide(cells[smallest], numerator=False)


def _known_before(
    people: Sequence[Registered], breakdowns: Mapping[str, Sequence[str]], secret: bytes
) -> list[PublishedTable]:
    """The numbers of the event, which everybody who sees it is told; and that it has groups. Where
    one person waits, each group is known to have one or none waiting: that is no news.
    """
    cells = [_cell((str(each),), [of for of in people if of.outcome == each]) for each in Outcome]
    cells.append(_cell((None,), people))
    whole = publish(Table(_MEASURE, (_OUTCOMES,), tuple(cells)), Audience.OFFICE, secret)
    return [whole, *(_blank(name, groups) for name, groups in breakdowns.items())]


def _blank(name: str, groups: Sequence[str]) -> PublishedTable:
    cells = tuple(
        PublishedCell((group, str(outcome)), HIDDEN_FOR_ANOTHER)
        for group in groups for outcome in Outcome
    )  # fmt: skip
    dimensions = (Dimension(name, tuple(groups)), _OUTCOMES)
    return PublishedTable(_MEASURE, Audience.DONOR, dimensions, cells, frozenset())


def _table(
    people: Sequence[Registered], name: str, groups: Sequence[str], column: Column
) -> Table:
    of = [each for each in people if each.outcome in COLUMNS[column]]
    cells = tuple(
        _cell((group, _VALUES[column]), [each for each in of if each.groups[name] == group])
        for group in groups
    )
    return Table(_MEASURE, (Dimension(name, tuple(groups)), _OUTCOMES), cells)


def _cell(values: tuple[str | None, ...], people: Sequence[Registered]) -> Cell:
    return Cell(values, len(people), combine_keys(each.key for each in people))

"""The gate of a release: tables as their recipient gets them, or why not.

What a recipient would hold afterwards is audited as a whole. Where a small number could be worked
out, numbers on which that rests are hidden too, the smallest first, until none can: complementary
suppression, chosen by the audit itself. What the recipient holds already cannot be taken back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .audiences import RULES, Audience, PublicationRule
from .audit import AuditTooLargeError, Disclosure, Source, find_disclosures
from .linear_programs import InfeasibleError
from .publication import PublishedTable, hide, publish
from .reasons import Reason
from .tables import Table


@dataclass(frozen=True)
class Release:
    """What leaves the office: tables, or none and the reason."""

    tables: tuple[PublishedTable, ...] = ()
    refused_because: Reason | None = None


def release(
    tables: Iterable[Table],
    audience: Audience,
    secret: bytes,
    held: Iterable[PublishedTable] = (),
) -> Release:
    """Returns the tables as `audience` may have them beside all that it holds, or the reason why
    it may not.

    `held` is everything this recipient was ever given, and what is public. It takes seconds for
    a few tables and minutes for a year of months: a job, not a page.
    """
    listed, given = list(tables), list(held)
    if audience == Audience.OFFICE:
        return Release(tuple(publish(each, audience, secret) for each in listed))
    rule = RULES[audience]
    try:
        result = _protect(listed, audience, secret, given, rule)
        if result is None and not rule.hides_zero:
            result = _protect(listed, audience, secret, given, replace(rule, hides_zero=True))
    except AuditTooLargeError:
        return Release(refused_because=Reason.TOO_LARGE)
    except InfeasibleError:
        return Release(refused_because=Reason.CONTRADICTS)
    return Release(refused_because=Reason.REVEALS) if result is None else Release(tuple(result))


def _protect(
    tables: list[Table],
    audience: Audience,
    secret: bytes,
    given: list[PublishedTable],
    rule: PublicationRule,
) -> list[PublishedTable] | None:
    """Returns the tables with complements hidden; None where that does not suffice.

    To hide more widens all bounds, so what was wide enough is looked at once more at the end
    alone, with the complements, of which no more may be known either.
    """
    published = [publish(each, audience, secret, rule) for each in tables]
    left, rounds = find_disclosures([*given, *published], rule), 0
    while left:
        rounds += 1
        chosen = _choose_complements(published, left, len(given), rounds)
        if not chosen:
            return None
        for source in chosen:
            _hide(published, source)
        held = [*given, *published]
        left = find_disclosures(held, rule, among=left) or find_disclosures(held, rule)
    return published


def _choose_complements(
    published: Sequence[PublishedTable], disclosures: Iterable[Disclosure], offset: int, most: int
) -> set[Source]:
    """Returns for each disclosure up to `most` numbers to hide, by their place among the new
    tables; nothing where one rests on numbers already given alone.
    """
    chosen: set[Source] = set()
    for each in disclosures:
        ours = {
            replace(source, table=source.table - offset)
            for source in each.rests_on
            if source.table >= offset
        }
        if not ours:
            return set()
        by_loss = sorted(ours, key=lambda source: _loss(published, source))
        chosen.update(by_loss[: most - len(ours & chosen)] if len(ours & chosen) < most else ())
    return chosen


def _loss(published: Sequence[PublishedTable], source: Source) -> tuple[int, int, int, int, bool]:
    """Orders numbers by how much their readers lose: many people more than few, a total more than
    a part.
    """
    cell = published[source.table].cells[source.cell]
    number = cell.numerator if source.is_numerator else cell.people
    shown = number.number if number and number.number is not None else 0
    return shown, cell.values.count(None), source.table, source.cell, not source.is_numerator


def _hide(published: list[PublishedTable], source: Source) -> None:
    table = published[source.table]
    cells = list(table.cells)
    cells[source.cell] = hide(cells[source.cell], numerator=source.is_numerator)
    published[source.table] = replace(table, cells=tuple(cells))

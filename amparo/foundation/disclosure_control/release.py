"""Checks a release: returns the tables as their recipient gets them, or why not.

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
class Holding:
    """What one reader holds already, with what is public; `rule` in place of that of the
    audience.
    """

    audience: Audience
    tables: tuple[PublishedTable, ...] = ()
    rule: PublicationRule | None = None


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
    others: Iterable[Holding] = (),
    *,
    hides_zero: bool = False,
    rule: PublicationRule | None = None,
) -> Release:
    """Returns the tables as `audience` may have them beside all that it holds, or the reason why
    it may not.

    `held` is everything this recipient was ever given, and what is public. `others` are those
    who will read the tables too, with what they hold: for public tables, everybody under an
    agreement. With `hides_zero` zeros are hidden also from whoever sees them by rule: a public
    zero would refuse every later table of its parts to readers who are shown none. It takes
    seconds for a few tables and a minute for a year of months: a job, not a page. `rule` takes the
    place of that of the audience, where groups of nobody are shown like those that are hidden.
    """
    listed = list(tables)
    if audience == Audience.OFFICE:
        return Release(tuple(publish(each, audience, secret) for each in listed))
    holdings = [Holding(audience, tuple(held), rule), *others]
    rule = rule or RULES[audience]
    if hides_zero:
        rule = replace(rule, hides_zero=True)
    try:
        result = _protect([publish(each, audience, secret, rule) for each in listed], holdings)
        if result is None and not rule.hides_zero:
            without_zeros = replace(rule, hides_zero=True)
            result = _protect(
                [publish(each, audience, secret, without_zeros) for each in listed], holdings
            )
    except AuditTooLargeError:
        return Release(refused_because=Reason.TOO_LARGE)
    except InfeasibleError:
        return Release(refused_because=Reason.CONTRADICTS)
    return Release(refused_because=Reason.REVEALS) if result is None else Release(tuple(result))


def _protect(
    published: list[PublishedTable], holdings: Iterable[Holding]
) -> list[PublishedTable] | None:
    """Returns the tables with complements hidden; None where that does not suffice.

    To hide more widens all bounds, for every reader: what was found is looked at again, and
    everything once more when nothing of it is left, with the complements.
    """
    audits = [_Audit(each) for each in holdings]
    while True:
        is_safe = True
        for audit in audits:
            left, rounds = audit.find(published), 0
            while left:
                is_safe, rounds = False, rounds + 1
                chosen = _choose_complements(published, left, rounds)
                if not chosen:
                    return None
                for source in chosen:
                    _hide(published, source)
                left = audit.find(published, among=left)
        if is_safe:
            return published


class _Audit:
    """What new tables tell one reader that it does not know yet."""

    def __init__(self, holding: Holding):
        self.held, self.rule = holding.tables, holding.rule or RULES[holding.audience]
        self._known: set[Disclosure] | None = None

    def find(
        self, published: list[PublishedTable], among: Iterable[Disclosure] | None = None
    ) -> list[Disclosure]:
        """Returns what can be worked out with the new tables, which are numbered first."""
        found = find_disclosures([*published, *self.held], self.rule, among=among)
        return (
            [each for each in found if replace(each, rests_on=()) not in self.known]
            if found
            else []
        )

    @property
    def known(self) -> set[Disclosure]:
        """Returns what it can work out already, which cannot be taken back."""
        if self._known is None:
            found = find_disclosures(self.held, self.rule)
            self._known = {replace(each, rests_on=()) for each in found}
        return self._known


def _choose_complements(
    published: Sequence[PublishedTable], disclosures: Iterable[Disclosure], most: int
) -> set[Source]:
    """Returns for each disclosure up to `most` numbers to hide in the new tables; nothing where
    one does not rest on any of theirs.
    """
    chosen: set[Source] = set()
    for each in disclosures:
        ours = {source for source in each.rests_on if source.table < len(published)}
        if not ours:
            return set()
        by_loss = sorted(ours, key=lambda source: _loss(published, source))
        chosen.update(by_loss[: max(0, most - len(ours & chosen))])
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

"""What everybody outside the office holds: one name for what is linked, and all that was given.

A measure is the same definition in the same month, in all offices and areas, whoever is given it:
institutions, partners, donors, the public. Numbers of one measure are audited together. Months are
told apart, as no frozen number spans two of them.
"""

from collections.abc import Iterable, Iterator

from amparo.foundation.core.models import Office, Organization
from amparo.foundation.disclosure_control.audiences import Audience
from amparo.foundation.disclosure_control.publication import PublishedTable
from amparo.foundation.disclosure_control.release import Holding
from amparo.foundation.disclosure_control.stored_tables import table_from_data
from amparo.foundation.disclosure_control.tables import Dimension

from .models import (
    DonorSheet,
    IndicatorVersion,
    MonthlyReport,
    Publication,
    Release,
    ReleasedTable,
    ReportRelease,
)

# Where a definition counts services, the persons behind them; and those of the 5W.
PERSONS = " persons"
PERSONS_NOT_RESTRICTED = " persons, not restricted"


def measure_of(version: IndicatorVersion, report: MonthlyReport, counted: str = "") -> str:
    """The name of what is linked; `counted` where it is not what the definition counts."""
    return f"{version.digest[:16]}/{report.month:%Y-%m}{counted}"


def office_dimension(report: MonthlyReport) -> Dimension:
    """The office of a report; a head office with all below it is a group of them. One person may
    be assisted in two of them.
    """
    code = scope_code(report)
    if not report.is_with_branches:
        return Dimension("office", categories=(code,), is_overlapping=True)
    members = frozenset(map(str, offices_below(report.office_id)))
    return Dimension("office", groups={code: members}, is_overlapping=True)


def offices_below(head: int) -> set[int]:
    """The office and all offices below it."""
    below: dict[int | None, list[int]] = {}
    for pk, parent in Office.objects.values_list("pk", "parent_id"):
        below.setdefault(parent, []).append(pk)
    found, waiting = {head}, [head]
    while waiting:
        new = set(below.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def scope_code(report: MonthlyReport) -> str:
    return f"{report.office_id}{'+' if report.is_with_branches else ''}"


# What was given.


def given_to(recipient: Organization) -> list[PublishedTable]:
    """What an institution was given of its territory."""
    given = Publication.objects.filter(recipient=recipient).given()
    return [each.published for each in given.order_by("pk")]


def sent_to(recipient: Organization) -> list[PublishedTable]:
    """What a donor was sent, withdrawn or not."""
    sheets = DonorSheet.objects.sent().filter(agreement__recipient=recipient)
    return [table for each in sheets.order_by("pk") for table in each.published]


def public_tables() -> list[PublishedTable]:
    """Everything that was ever public: everybody holds it, withdrawn or not."""
    found = ReleasedTable.objects.filter(release__in=Release.objects.held())
    return [each.published for each in found.order_by("pk")]


def partner_tables() -> list[PublishedTable]:
    """The figures of signed months in the formats for others. Who of the partners took which is
    not known: each of them is taken to hold all.
    """
    prepared = ReportRelease.objects.exclude(ready_at=None).order_by("pk")
    return [
        table_from_data(data) for each in prepared if each.tables for data in each.tables["tables"]
    ]


def held_by(recipient: Organization) -> list[PublishedTable]:
    """All that one organization may hold: what it was given, what others have, what is public."""
    return [*given_to(recipient), *sent_to(recipient), *partner_tables(), *public_tables()]


def holdings() -> Iterator[Holding]:
    """What each reader holds, by the rule of its kind: partners, institutions, donors."""
    everybody = [*partner_tables(), *public_tables()]
    yield Holding(Audience.PARTNER, tuple(everybody))
    for recipient in _recipients(Publication.objects.given().values("recipient")):
        own = [*given_to(recipient), *sent_to(recipient)]
        yield Holding(Audience.GOVERNMENT, (*own, *everybody))
    for recipient in _recipients(DonorSheet.objects.sent().values("agreement__recipient")):
        own = [*given_to(recipient), *sent_to(recipient)]
        yield Holding(Audience.DONOR, (*own, *everybody))


class Readers:
    """What everybody held before an audit of what partners are to have; read once."""

    def __init__(self) -> None:
        partners, *self._others = holdings()
        self._partners = partners.tables

    def linked_with(
        self, measures: Iterable[str], given: Iterable[PublishedTable] = ()
    ) -> tuple[list[PublishedTable], list[Holding]]:
        """What partners hold of these measures, `given` too; and what others do, each alone."""
        wanted = set(measures)
        held = [each for each in (*self._partners, *given) if each.measure in wanted]
        others = [of_measures(each, wanted) for each in self._others]
        return held, [each for each in others if each.tables]


def of_measures(holding: Holding, measures: Iterable[str]) -> Holding:
    """What of it is linked with these measures."""
    wanted = set(measures)
    linked = tuple(each for each in holding.tables if each.measure in wanted)
    return Holding(holding.audience, linked)


def _recipients(keys) -> list[Organization]:
    return list(Organization.objects.filter(pk__in=keys.order_by().distinct()).order_by("pk"))

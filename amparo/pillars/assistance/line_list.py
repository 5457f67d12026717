"""The line list: a row a case, as a table that leaves; which columns depends on the role.

Restricted cases carry no name in it: files lie about. Who exports by a role that opens no files
(data officer) gets the ordinary cases of the office, by number, with neither name nor account.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import masking
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.fieldwork.exports import files, xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column, Table
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.ui.filters import FilterBar
from amparo.ui.formats import band_word, comma, country_name

from .case_list import CaseList
from .caseload_filters import NEXT_DATE, PROGRAMME, RISKS, STATUSES
from .extension_points import undertakings
from .funded_cases import keys_of_cases_on
from .models import Case, Task
from .models.cases import NOTHING_DUE
from .subjects import called
from .undertakings import marks

VERB = "case.export"
FORMATS = {"xlsx": gettext_lazy("XLSX, for spreadsheets"), "csv": gettext_lazy("CSV, plain text")}
PURPOSES = {
    "supervision": gettext_lazy("Supervision and case review"),
    "coordination": gettext_lazy("Coordination with colleagues"),
    "quality": gettext_lazy("Data quality"),
    "reporting": gettext_lazy("Preparing a report"),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_ONCE = 500


@dataclass(frozen=True)
class LineColumn:
    """One column: `of` makes its cell, `reads` is the class of values that its reader needs."""

    name: str
    title: str | Promise
    of: Callable[[Case, date], Any]
    kind: str = "text"
    reads: str = ""


def _day(value: date | None) -> str:
    return value.isoformat() if value and value != NOTHING_DUE else ""


def _programmes(case: Case, today: date) -> str:
    found = (
        each.filter_name for name, each in undertakings.items() if getattr(case, f"on_{name}")
    )
    return comma().join(str(programme) for programme in found if programme)


def _age(case: Case, today: date) -> int | None:
    return case.person.age(today) if case.person and not case.is_restricted else None


def _of_person(take: Callable[[Person], str]) -> Callable[[Case, date], str]:
    """A cell about the person of the case; empty where the case is restricted."""
    return lambda case, today: take(case.person) if case.person and not case.is_restricted else ""


def _nationality(person: Person) -> str:
    return country_name(person.nationality) if person.nationality else ""


COLUMNS = (
    LineColumn("number", pgettext_lazy("case", "Case number"), lambda case, today: case.number),
    LineColumn(
        "name",
        pgettext_lazy("person", "Name"),
        lambda case, today: "" if case.is_restricted else called(case),
        reads="identity",
    ),
    LineColumn(
        "kind",
        pgettext_lazy("case", "Kind"),
        lambda case, today: code_lists.label("case_kind", case.kind),
    ),
    LineColumn("programme", PROGRAMME, _programmes, reads="narrative"),
    LineColumn(
        "state", pgettext_lazy("column", "Status"), lambda case, today: case.get_status_display()
    ),
    LineColumn("risk", gettext_lazy("Risk level"), lambda case, today: band_word(case.band)),
    LineColumn(
        "sex",
        gettext_lazy("Sex"),
        _of_person(lambda person: code_lists.label("sex", person.sex)),
        reads="identity",
    ),
    LineColumn("age", gettext_lazy("Age"), _age, "int", reads="identity"),
    LineColumn(
        "nationality", gettext_lazy("Nationality"), _of_person(_nationality), reads="identity"
    ),
    LineColumn(
        "place",
        gettext_lazy("Place"),
        lambda case, today: case.place.name if case.place else "",
        reads="location",
    ),
    LineColumn(
        "flags",
        gettext_lazy("Urgent flags"),
        lambda case, today: case.has_flags,  # type: ignore[attr-defined]
        "boolean",
        reads="narrative",
    ),
    LineColumn("team", gettext_lazy("Team"), lambda case, today: case.team.name),
    LineColumn(
        "caseworker",
        gettext_lazy("Caseworker"),
        lambda case, today: case.owner.name if case.owner else "",
    ),
    LineColumn(
        "opened",
        pgettext_lazy("case", "Opened on"),
        lambda case, today: _day(localtime(case.opened_at).date()),
        "date",
    ),
    LineColumn("next", NEXT_DATE, lambda case, today: _day(case.next_due_on), "date"),
    LineColumn(
        "contact",
        gettext_lazy("Last contact"),
        lambda case, today: _day(case.last_contact_on),
        "date",
    ),
)


def columns_for(user: User) -> list[LineColumn]:
    """The columns that the roles by which the user exports may read."""
    seen = masking.classes_of_roles(user, VERB)
    return [each for each in COLUMNS if not each.reads or each.reads in seen]


def opens_cases(user: User) -> bool:
    """Whether the user exports what they may open; else the ordinary cases of their offices."""
    return any(
        {VERB, "case.see"} <= place.role_held.permissions for place in user.memberships_held
    )


def cases_of_list(listing: CaseList) -> list[int]:
    """The keys of all cases of a list that the user may export, in its order."""
    rows = listing.rows_for(VERB).order_by(*listing.keys)
    return [row.record_id for row in rows[:]]


def cases_chosen(user: User, cases: Iterable[Case]) -> list[int]:
    """The keys of ticked cases that the user may export, in their order."""
    keys = [case.pk for case in cases]
    may = Case.objects.accessible_to(user, "export").filter(pk__in=keys)
    found = set(may.values_list("pk", flat=True))
    return [key for key in keys if key in found]


def cases_of_offices(user: User, bar: FilterBar) -> list[int]:
    """The keys of the ordinary cases of the user's offices, without opening any."""
    cases = Case.objects.accessible_to(user, "export").filter(
        confidentiality=Case.Confidentiality.ORDINARY, status__in=STATUSES[bar.value("status")]
    )
    if bands := RISKS[bar.value("risk")]:
        cases = cases.filter(risk__in=bands)
    if kind := bar.value("kind"):
        cases = cases.filter(kind=kind)
    keys = list(cases.order_by("pk").values_list("pk", flat=True))
    if fund := bar.value("fund"):
        served = set(keys_of_cases_on(fund))
        keys = [key for key in keys if key in served]
    return keys


@dataclass
class LineList:
    """The table of some cases as one user may read it, in the form that exports are written in."""

    user: User
    cases: list[int]

    def __post_init__(self) -> None:
        self.columns = columns_for(self.user)
        own = tuple(Column(each.name, str(each.title), each.kind) for each in self.columns)
        self.tables = [Table(pgettext("export", "Line list"), "/cases", own)]

    def records(self) -> QuerySet[Case]:
        """The cases, for the audit log."""
        return Case.objects.filter(pk__in=self.cases).select_related("team")

    def rows(self, _table: Table) -> Iterator[list[Any]]:
        """Some at a time, each under the permissions of the user: they leave as they are read."""
        today = localtime(now()).date()
        for keys in batched(self.cases, _AT_ONCE, strict=False):
            with rls_user(self.user, by_action=False):
                rows = [
                    [each.of(case, today) for each in self.columns] for case in self._fetched(keys)
                ]
            yield from rows

    def _fetched(self, keys: tuple[int, ...]) -> list[Case]:
        flagged = Task.objects.pending().filter(case=OuterRef("pk"), what=Task.What.FLAG)
        cases = Case.objects.filter(pk__in=keys).with_subject().select_related("place")
        found = {case.pk: case for case in cases.annotate(has_flags=Exists(flagged), **marks())}
        return [found[key] for key in keys if key in found]

    def chunks(self, as_what: str) -> tuple[Iterator[bytes], str]:
        """The pieces of the file, and its type of content."""
        export = cast(Export, self)
        if as_what == "xlsx":
            return xlsx.xlsx_chunks(export), _XLSX
        return files.csv_chunks(export, self.tables[0]), "text/csv; charset=utf-8"

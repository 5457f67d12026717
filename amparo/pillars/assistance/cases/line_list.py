"""The line list: a row a case, as a table that leaves; which columns depends on the role.

Restricted cases carry no name in it: files lie about. Who exports by a role that opens no files
(data officer) gets the ordinary cases of the office, by number, with neither name nor account.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import batched
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.columns import decrypt_columns
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import masking
from amparo.foundation.core.permissions.rls.context import rls_user
from amparo.foundation.fieldwork.exports import files, xlsx
from amparo.foundation.fieldwork.exports.rows import Export
from amparo.foundation.fieldwork.exports.tables import Column, Table
from amparo.foundation.people.models import Person
from amparo.foundation.people.models.persons import age_at, say_name
from amparo.foundation.protection import code_lists
from amparo.ui.filters import FilterBar
from amparo.ui.formats import band_word, comma, country_name

from .case_list import CaseList
from .caseload_filters import NEXT_DATE, PROGRAMME, RISKS, STATUSES
from .display_names import full_name
from .extension_points import case_pathways
from .funded_cases import keys_of_cases_on
from .models import Case, Task
from .queries import pathway_annotations
from .risk_levels import BANDS, NO_DUE_DATE

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
    """One column: `of` makes its cell of the values at `paths`; `reads` is the class of values
    that its reader needs.

    Where the same few values come again and again (`is_of_few`), their cells are made once.
    """

    name: str
    title: str | Promise
    paths: tuple[str, ...]
    of: Callable[..., Any] = str
    kind: str = "text"
    reads: str = ""
    is_of_few: bool = True


def _day(value: date | None) -> str:
    return value.isoformat() if value and value != NO_DUE_DATE else ""


def _moment(at: datetime) -> str:
    return _day(localtime(at).date())


def _programmes(names: Iterable[str]) -> str:
    found = (case_pathways[name].filter_name for name in names)
    return comma().join(str(programme) for programme in found if programme)


def _words(value: str | None) -> str:
    return value or ""


# Cells about a person are empty where the case is restricted: `_PERSON` is not read there.
_SEALED = tuple(
    f"person__{name}"
    for name in (
        "given_names", "family_names", "second_family_name", "original_name", "birth_date",
    )
)  # fmt: skip
_PERSON = (
    *_SEALED, "person__ref", "person__sex", "person__nationality", "person__birth_year",
)  # fmt: skip
COLUMNS = (
    LineColumn(
        "number", pgettext_lazy("case", "Case number"), ("number",), is_of_few=False
    ),
    LineColumn(
        "name", pgettext_lazy("person", "Name"), ("name",), reads="identity", is_of_few=False
    ),
    LineColumn(
        "kind", pgettext_lazy("case", "Kind"), ("kind",), partial(code_lists.label, "case_kind")
    ),
    LineColumn("programme", PROGRAMME, ("programmes",), _programmes, reads="narrative"),
    LineColumn(
        "state", pgettext_lazy("column", "Status"), ("status",),
        lambda code: str(Case.Status(code).label),
    ),
    LineColumn(
        "risk", gettext_lazy("Risk level"), ("risk",), lambda risk: band_word(BANDS[risk])
    ),
    LineColumn(
        "sex", gettext_lazy("Sex"), ("person__sex",),
        lambda code: code_lists.label("sex", code) if code else "", reads="identity",
    ),
    LineColumn(
        "age", gettext_lazy("Age"), ("age",), lambda age: age, "int", reads="identity"
    ),
    LineColumn(
        "nationality", gettext_lazy("Nationality"), ("person__nationality",),
        lambda code: country_name(code) if code else "", reads="identity",
    ),
    LineColumn("place", gettext_lazy("Place"), ("place__name",), _words, reads="location"),
    LineColumn(
        "flags", gettext_lazy("Urgent flags"), ("has_flags",), bool, "boolean", reads="narrative"
    ),
    LineColumn("team", gettext_lazy("Team"), ("team__name",)),
    LineColumn("caseworker", gettext_lazy("Caseworker"), ("owner__name",), _words),
    LineColumn(
        "opened", pgettext_lazy("case", "Opened on"), ("opened_at",), _moment, "date",
        is_of_few=False,
    ),
    LineColumn("next", NEXT_DATE, ("next_due_on",), _day, "date"),
    LineColumn("contact", gettext_lazy("Last contact"), ("last_contact_on",), _day, "date"),
)  # fmt: skip


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


def cases_selected(user: User, found: QuerySet) -> list[int]:
    """The keys of all cases that another page found and the user may export, oldest first."""
    if found.model is not Case:
        return []
    may = Case.objects.accessible_to(user, "export").filter(pk__in=found.values("pk"))
    return list(may.order_by("pk").values_list("pk", flat=True))


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
        made: list[dict[Any, Any]] = [{} for _each in self.columns]
        for keys in batched(self.cases, _AT_ONCE, strict=False):
            with rls_user(self.user, by_action=False):
                found = _fetched(keys, {path for each in self.columns for path in each.paths})
                _complete(found, today)
            yield from (
                [_cell(each, row, cells) for each, cells in zip(self.columns, made, strict=True)]
                for row in found
            )

    def chunks(self, as_what: str) -> tuple[Iterator[bytes], str]:
        """The pieces of the file, and its type of content."""
        export = cast(Export, self)
        if as_what == "xlsx":
            return xlsx.xlsx_chunks(export), _XLSX
        return files.csv_chunks(export, self.tables[0]), "text/csv; charset=utf-8"


def _cell(column: LineColumn, row: dict[str, Any], made: dict[Any, Any]) -> Any:
    values = tuple(row[path] for path in column.paths)
    if not column.is_of_few:
        return column.of(*values)
    if values not in made:
        made[values] = column.of(*values)
    return made[values]


# Reading.


def _fetched(keys: tuple[int, ...], wanted: set[str]) -> list[dict[str, Any]]:
    """The values of cases in the order of their keys, and of the person what is `wanted`."""
    paths = {"pk", "person", "confidentiality"} | wanted - {"name", "age", "programmes"}
    asked = {}
    if wanted & {"name", "age"}:
        paths |= set(_PERSON)
    if "has_flags" in wanted:
        flagged = Task.objects.pending().filter(case=OuterRef("pk"), what=Task.What.FLAG)
        asked["has_flags"] = Exists(flagged)
    if "programmes" in wanted:
        asked |= pathway_annotations()
    cases = Case.objects.filter(pk__in=keys).annotate(**asked).order_by()
    found = {row["pk"]: row for row in cases.values(*paths, *asked)}
    return [found[key] for key in keys if key in found]


def _complete(rows: list[dict[str, Any]], today: date) -> None:
    """Says programmes, age and name of each case; restricted ones lose all of their person."""
    for row in rows:
        row["programmes"] = tuple(name for name in case_pathways if row.get(f"on_{name}"))
        if row["confidentiality"] != Case.Confidentiality.ORDINARY:
            row |= dict.fromkeys(_PERSON, "") | {"name": "", "age": None}
    named = [row for row in rows if "person__given_names" in row and "name" not in row]
    _name_persons([row for row in named if row["person"]], today)
    _name_others([row for row in named if not row["person"]])


def _name_persons(rows: list[dict[str, Any]], today: date) -> None:
    sealed = [(row["person__ref"], [row[path] for path in _SEALED]) for row in rows]
    fields = [path.removeprefix("person__") for path in _SEALED]
    opened = decrypt_columns(sealed, model=Person, fields=fields)
    for row, (*names, born) in zip(rows, opened, strict=True):
        row["name"] = say_name(*names)
        row["age"] = age_at(today, born, row["person__birth_year"])


def _name_others(rows: list[dict[str, Any]]) -> None:
    """Families, communities and institutions."""
    cases = Case.objects.with_subject().in_bulk([row["pk"] for row in rows])
    for row in rows:
        row |= dict.fromkeys(_PERSON, "") | {"name": full_name(cases[row["pk"]]), "age": None}

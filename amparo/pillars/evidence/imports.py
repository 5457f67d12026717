"""Legacy totals and targets from a spreadsheet: a dry run that explains each bad cell, then all of
it or nothing.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.cells import as_text
from amparo.foundation.core.spreadsheets.reader import open_spreadsheet
from amparo.foundation.people.models import Place

from .models import Indicator

MOST_ROWS = 500
_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,2}0*)?")


class CellError(ValueError):
    """What is wrong with a cell and what to write instead, in the reader's language."""


@dataclass(frozen=True)
class Column:
    """A column of the file: its name there, what it takes, and the argument that it becomes."""

    name: str
    argument: str
    help_text: str | Promise
    parse: Callable[[str], Any]
    is_required: bool = True


@dataclass(frozen=True)
class CellFault:
    """One problem: in which row and column, what stands there, what to do."""

    row: int
    column: str
    value: str
    text: str


type RawRow = dict[str, str]  # by column, and the number of the row under ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CellError(_("This is no date. Write it as 2025-12-31.")) from None


def _amount(text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise CellError(
            _("This is no number. Write digits, and a point for decimals: 1250 or 12.5.")
        )
    return Decimal(text).quantize(Decimal("0.01"))


def _indicator(text: str) -> Indicator:
    found = Indicator.objects.filter(code__iexact=text).first()
    if found is None:
        raise CellError(_("There is no indicator with this code. See the list of indicators."))
    return found


def _area(text: str) -> Place | None:
    if not text:
        return None
    regions = Place.objects.filter(kind=Place.Kind.REGION)
    found = list(regions.filter(pcode__iexact=text) or regions.filter(name__iexact=text)[:2])
    if not found:
        raise CellError(_("There is no area of level 1 with this name or p-code."))
    if len(found) > 1:
        raise CellError(_("Several areas have this name. Write the p-code."))
    return found[0]


def _text(text: str) -> str:
    if len(text) > 300:
        raise CellError(_("This is too long. Write at most 300 characters."))
    return text


_PERIOD_AND_AREA = (
    Column("indicator", "indicator", gettext_lazy("Code of the indicator, as OPT-1"), _indicator),
    Column("from", "starts_on", gettext_lazy("First day, as 2025-01-01"), _day),
    Column("to", "ends_on", gettext_lazy("Last day, as 2025-12-31"), _day),
    Column(
        "area", "place", gettext_lazy("Name or p-code of an area of level 1; empty: everywhere"),
        _area, is_required=False,
    ),
)  # fmt: skip
LEGACY_COLUMNS = (
    *_PERIOD_AND_AREA,
    Column("total", "value", gettext_lazy("The number, as 1250 or 12.5"), _amount),
    Column("source", "source", gettext_lazy("Title of the sheet or publication"), _text),
    Column("source_date", "source_on", gettext_lazy("Date of the source, as 2025-12-31"), _day),
)
TARGET_COLUMNS = (
    *_PERIOD_AND_AREA,
    Column("target", "value", gettext_lazy("The number, as 1250 or 12.5"), _amount),
    Column(
        "milestone", "milestone", pgettext_lazy("import", "What has to be there by then"), _text,
        is_required=False,
    ),
)  # fmt: skip


def read_rows(file: BinaryIO, columns: Iterable[Column]) -> list[RawRow]:
    """Returns the cells of the columns as text. Raises UnreadableFile, and Refusal for what is
    not such a table.
    """
    names = [each.name for each in columns]
    sheet = open_spreadsheet(file, knows=lambda text: text.strip().lower() in names)
    heads = [name.strip().lower() for name in sheet.header]
    at = {name: index for index, name in enumerate(heads)}
    # The second column of a name was given another one by the reader.
    twice = [name for name in names if name in heads and f"{name} (2)" in heads]
    if twice:
        raise Refusal(
            _("These columns stand there twice: %(names)s. Delete one of each.")
            % {"names": ", ".join(twice)}
        )
    missing = [each.name for each in columns if each.is_required and each.name not in at]
    if missing:
        raise Refusal(
            _("These columns are missing in the first row: %(names)s.")
            % {"names": ", ".join(missing)}
        )
    rows: list[RawRow] = []
    for row in sheet.rows():
        if len(rows) == MOST_ROWS:
            raise Refusal(_("These are too many rows. Import at most 500 at once."))
        cells = {name: as_text(row.cells[at[name]]).strip() for name in names if name in at}
        rows.append({"": str(row.number), **cells})
    if not rows:
        raise Refusal(_("There is no row under the names of the columns."))
    return rows


def import_rows(
    rows: Iterable[RawRow], columns: Iterable[Column], apply: Callable[..., Any], *, is_dry: bool
) -> list[CellFault]:
    """Applies every row, or none where one has a fault; a dry run applies none, and finds all
    faults. Returns the faults.
    """
    listed = list(columns)
    faults: list[CellFault] = []
    with transaction.atomic():
        for row in rows:
            faults += _import_row(row, listed, apply)
        if is_dry or faults:
            transaction.set_rollback(True)
    return faults


def _import_row(
    row: RawRow, columns: list[Column], apply: Callable[..., Any]
) -> list[CellFault]:  # fmt: skip
    number, values, faults = int(row[""]), {}, []
    for each in columns:
        text = row.get(each.name, "")
        try:
            if not text and each.is_required:
                raise CellError(_("This cell is empty. Fill it in."))
            values[each.argument] = each.parse(text)
        except CellError as bad:
            faults.append(CellFault(number, each.name, text[:60], str(bad)))
    if faults:
        return faults
    try:
        with transaction.atomic():
            apply(**values)
    except Refusal as refusal:
        return [CellFault(number, "", "", str(refusal))]
    return []

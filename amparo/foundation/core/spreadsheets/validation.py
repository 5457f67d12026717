"""Problems of imported tables and files, in words for the person who can correct them.

A problem keeps a code and its details, not a sentence: each reader sees it in their own language,
and a list of problems can be kept, counted and sent back.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Literal, Self

from babel import Locale
from babel.dates import format_skeleton
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.ui import formats

from ..extension_points import problem_kinds

Severity = Literal["error", "warning"]
Text = str | Promise
Detail = str | int
MAX_SHOWN = 120


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: an error keeps the row out, a warning does not."""

    code: str
    severity: Severity
    message: Text
    what_to_do: Text

    def __post_init__(self):
        problem_kinds.register(self.code, self)


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One problem, where it was met (row 0: the whole file), and what could stand there."""

    row: int
    column: str
    value: str = field(repr=False)  # what people wrote about people never reaches a log
    code: str
    details: Mapping[str, Detail] = field(default_factory=dict, repr=False)
    choices: tuple[str, ...] = field(default=(), repr=False)

    @property
    def severity(self) -> Severity:
        return problem_kinds[self.code].severity

    @property
    def keeps_out(self) -> bool:
        return self.severity == "error"

    @property
    def message(self) -> str:
        return str(problem_kinds[self.code].message) % localise_details(self.details)

    @property
    def what_to_do(self) -> str:
        return str(problem_kinds[self.code].what_to_do) % localise_details(self.details)

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict) -> Self:
        return cls(**{**kept, "choices": tuple(kept["choices"])})


class UnreadableFile(Exception):  # noqa: N818 - an answer for the person, not an error of ours
    """A file cannot be read at all; the message says what to do instead."""

    def __init__(self, kind: ProblemKind, **details: Detail):
        super().__init__(kind.code)
        self.kind, self.details = kind, details

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def message(self) -> str:
        return str(self.kind.message) % localise_details(self.details)

    @property
    def what_to_do(self) -> str:
        return str(self.kind.what_to_do) % localise_details(self.details)

    def __str__(self):
        return f"{self.message} {self.what_to_do}".strip()


def problem(
    kind: ProblemKind, row: int, column: str, value: object, **details: Detail
) -> ImportProblem:
    return ImportProblem(row, column, str(value)[:MAX_SHOWN], kind.code, details)


def localise_details(details: Mapping[str, Detail]) -> dict[str, Detail]:
    """Details as the reader says them: `day…` is an ISO date, `month…` the number of a month,
    `language…` a code of ISO 639.
    """
    return {name: _localise(name, detail) for name, detail in details.items()}


def _localise(name: str, detail: Detail) -> Detail:
    if name.startswith("day_"):
        day = date.fromisoformat(str(detail))
        return format_skeleton("MMMMd", day, locale=_locale())
    if name.startswith("month_"):
        month = Locale.parse(_locale()).months["stand-alone"]["wide"][int(detail)]
        return month[:1].upper() + month[1:]
    if name.startswith("language_"):
        return formats.language_name(str(detail))
    return detail


def _locale() -> str:
    # British English says the day before the month, as the other three languages do.
    language = (get_language() or "en").split("-")[0]
    return "en_GB" if language == "en" else language


# A whole file that cannot be read.
EMPTY = ProblemKind("empty", "error", _("This file holds no rows."), _("Choose the file again."))
NO_HEADER = ProblemKind(
    "no-header",
    "error",
    _("The first 20 rows hold no names of columns."),
    _("Put one row with the name of each column above the people."),
)
HEADER_MERGED = ProblemKind(
    "header-merged",
    "error",
    _("The names of the columns are in merged cells (%(where)s)."),
    _("Unmerge them, give each column its own name in one row, and bring the file again."),
)
NO_SUCH_SHEET = ProblemKind(
    "no-such-sheet",
    "error",
    _("The file has no sheet called “%(sheet)s”."),
    _("Choose one of its sheets."),
)
TOO_MANY_ROWS = ProblemKind(
    "too-many-rows",
    "error",
    _("This workbook has more than %(limit)s rows, too many to read as XLSX."),
    _("Save it as CSV and bring that in: a CSV file may be as long as you need."),
)
TOO_LARGE = ProblemKind(
    "too-large",
    "error",
    _("This workbook is too large to read as XLSX."),
    _("Save the sheet as CSV and bring that in."),
)
BOMB = ProblemKind(
    "swells",
    "error",
    _("This file would swell to a dangerous size when opened. It was not opened."),
    _("Ask who sent it. If it is yours, save the sheet as CSV and bring that in."),
)
LOCKED = ProblemKind(
    "locked",
    "error",
    _("This workbook is locked with a password."),
    _("Open it, take the password off, save it, and bring it again."),
)
OLD_EXCEL = ProblemKind(
    "old-excel",
    "error",
    _("This is a workbook of an old kind (.xls)."),
    _("Open it and save it as XLSX or CSV."),
)
OTHER_KIND = ProblemKind(
    "other-kind",
    "error",
    _("This file is not a table that we can read: it seems to be %(sort)s."),
    _("Save the table as XLSX or CSV."),
)
DAMAGED = ProblemKind(
    "damaged",
    "error",
    _("This workbook is damaged."),
    _("Open it in a spreadsheet program, save it again, and bring that copy."),
)
NO_SUCH_ENCODING = ProblemKind(
    "no-such-encoding",
    "error",
    _("We do not know the encoding “%(encoding)s”."),
    _("Choose another one."),
)

# A row that cannot be read as it is.
CELL_TOO_LONG = ProblemKind(
    "cell-too-long",
    "error",
    _("This cell is longer than %(limit)s characters."),
    _("Shorten it; long stories can be added to the case afterwards."),
)
ROW_TOO_WIDE = ProblemKind(
    "row-too-wide",
    "error",
    _("This row has more than %(limit)s columns."),
    _("Remove what does not belong to the table."),
)
ROW_TOO_LONG = ProblemKind(
    "row-too-long",
    "error",
    _("This row is too long to read."),
    _("See whether a line break is missing, or shorten its texts."),
)
MORE_CELLS_THAN_COLUMNS = ProblemKind(
    "more-cells-than-columns",
    "error",
    _("This row has %(cells)s cells, but there are %(columns)s columns."),
    _("A text probably holds the separator: put that text between quotation marks."),
)
QUOTE_UNCLOSED = ProblemKind(
    "quote-unclosed",
    "error",
    _("A quotation mark opens in this row and never closes."),
    _("Close it, or take it out."),
)
LETTERS_LOST = ProblemKind(
    "letters-lost",
    "error",
    _("Some letters of this cell could not be read."),
    _("Write it again, or choose another encoding for the file."),
)
CELL_MERGED = ProblemKind(
    "cell-merged",
    "error",
    _("This cell is merged with another, so its own value is missing."),
    _("Unmerge the cells and fill each one."),
)
FORMULA_EMPTY = ProblemKind(
    "formula-empty",
    "error",
    _("This cell is a formula that was never worked out."),
    _("Open the file in a spreadsheet program and save it again, or write the value itself."),
)
CELL_ERROR = ProblemKind(
    "cell-error",
    "error",
    _("This cell shows the error %(shown)s instead of a value."),
    _("Mend the formula, or write the value itself."),
)
NO_SUCH_DAY = ProblemKind(
    "no-such-day",
    "error",
    _("This cell is marked as a date, but no day has the number %(number)s."),
    _("Write the date as year-month-day."),
)

# Said of the whole file; nothing stays out for it.
FORMULAS_USED = ProblemKind(
    "formulas-used",
    "warning",
    _("Cells with formulas in this column: %(count)s. Their last result is used."),
    _("Look whether these results are what you mean."),
)
HIDDEN_ROWS = ProblemKind(
    "hidden-rows",
    "warning",
    _("Hidden rows: %(count)s. They are read like the others."),
    _("Delete them if they should not enter."),
)
HIDDEN_COLUMN = ProblemKind(
    "hidden-column",
    "warning",
    _("This column is hidden in the file. It is read like the others."),
    _("Leave it out below if it should not enter."),
)
NULS_REMOVED = ProblemKind(
    "nuls-removed",
    "warning",
    _("Rows with empty characters that were taken out: %(count)s."),
    _("Look whether the file was cut while it was copied."),
)
OTHER_SHEETS = ProblemKind(
    "other-sheets",
    "warning",
    _("Only the sheet “%(sheet)s” is read; the file has %(count)s more."),
    _("Choose another sheet if the people are there."),
)

"""Which field each column of a table is, told from its heading, however the tools spell it.

Two headings of one field, headings that mean nothing here and columns that seem to be swapped are
told, never guessed about.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from amparo.foundation.core.spreadsheets.cells import as_text, is_empty
from amparo.foundation.core.spreadsheets.reader import Row
from amparo.foundation.core.spreadsheets.validation import ImportProblem, UnreadableFile, problem

from . import validation
from .codes import parse_code
from .fields import LOCAL_CODES, SPELT_BY_THE_SURVEY, Field, Kind, named, plain
from .values import fits

LOOKED_AT = 200
# What survey tools add of their own: the key of a record, and what tells nothing of a person.
_KEYS = ("record", "metainstanceid", "instanceid", "uuid", "key")
_LEFT_OUT = {
    "start", "end", "version", "id", "submissiontime", "validationstatus", "notes", "status",
    "submittedby", "tags", "index", "submissiondate", "submitterid", "submittername",
    "attachmentspresent", "attachmentsexpected", "formversion", "reviewstate", "deviceid",
    "edits", "metainstancename", "#", "no", "no.", "nr", "nr.",
}  # fmt: skip
# A survey puts spaces between the codes of one cell.
SURVEY = frozenset(SPELT_BY_THE_SURVEY.values())
# Beyond it no sheet has a row: what is larger is no running number.
_MOST_ROWS = 1_048_576
_NUMBER = re.compile(r"(\d{1,7})(?:\.0)?\.?")
_CHOSEN = {"1", "true", "yes"}


@dataclass
class Columns:
    """The plan of a table: index → field, or what else stands in it."""

    fields: dict[int, Field] = field(default_factory=dict)
    chosen: dict[int, tuple[Field, str]] = field(default_factory=dict)  # one code a column
    aside: dict[int, str] = field(default_factory=dict)
    record: int | None = None
    local_codes: int | None = None
    problems: list[ImportProblem] = field(default_factory=list)
    split: str = ";"
    only_numbered: int = 0  # rows of the template, as far as the file was read

    def is_labels(self, row: Row) -> bool:
        """Whether it is the row of labels that stands under the names in the Excel templates."""
        told = [(at, as_text(each)) for at, each in enumerate(row.cells) if not is_empty(each)]
        own = [self.fields[at].label for at, _text in told if at in self.fields]
        texts = [text for at, text in told if at in self.fields]
        return len(own) > 1 and list(map(plain, own)) == list(map(plain, texts))

    def is_only_numbered(self, row: Row) -> bool:
        """Whether it is an empty row of a template: its running number, and nothing else."""
        told = [at for at, each in enumerate(row.cells) if not is_empty(each)]
        if row.problems or len(told) != 1 or told[0] in {*self.fields, *self.chosen}:
            return False
        found = _NUMBER.fullmatch(as_text(row.cells[told[0]]))
        return found is not None and int(found[1]) <= _MOST_ROWS


def columns_of(header: Sequence[str]) -> Columns:
    """What each column is; `UnreadableFile` where none is of the standard."""
    found = Columns(split=" " if SURVEY & set(header) else ";")
    keys = {plain(each): at for at, each in reversed(list(enumerate(header)))}
    found.record = next((keys[key] for key in _KEYS if key in keys), None)
    found.local_codes = keys.get(plain(LOCAL_CODES))
    for at, heading in enumerate(header):
        if at not in (found.record, found.local_codes):
            _place(found, at, heading)
    if not found.fields and not found.chosen:
        raise UnreadableFile(validation.NOT_HTCDS)
    return found


def _place(found: Columns, at: int, heading: str) -> None:
    last = heading.rpartition("/")[2]
    if known := named(heading) or named(last):
        if known not in found.fields.values():
            found.fields[at] = known
            return
        found.problems.append(problem(validation.COLUMN_TWICE, 0, heading, "", field=known.name))
    elif one := _one_code(heading):
        found.chosen[at] = one
        return
    elif plain(last) in _LEFT_OUT or last.startswith("_"):
        return
    else:
        found.problems.append(problem(validation.UNKNOWN_COLUMN, 0, heading, ""))
    found.aside[at] = heading


def _one_code(heading: str) -> tuple[Field, str] | None:
    """Surveys may give each choice a column: `vic_TypeOfExploitation/ForcedLabour`."""
    above, _, choice = heading.rpartition("/")
    known = named(above.rpartition("/")[2]) if above else None
    code = (
        parse_code(known, choice) if known and known.kind is Kind.CODE and known.is_many else None
    )
    return (known, code) if known and code else None


def is_chosen(text: str) -> bool:
    return text.strip().casefold() in _CHOSEN


def reject_swapped_columns(columns: Columns, rows: Iterable[Row]) -> None:
    """Refuse a file whose columns hold what belongs to one another."""
    seen: dict[int, list[str]] = {at: [] for at in columns.fields}
    for row in islice(rows, LOOKED_AT):
        if not columns.is_labels(row):
            for at, texts in seen.items():
                if not is_empty(row.cells[at]):
                    texts.append(as_text(row.cells[at]))
    for at, known in columns.fields.items():
        if other := _belongs_to(known, seen[at], columns.fields.values()):
            raise UnreadableFile(validation.SWAPPED, field=known.name, other=other.name)


def _belongs_to(known: Field, texts: list[str], others: Iterable[Field]) -> Field | None:
    """Another field of the file that knows most of these values, where their own knows few."""
    if not texts or known.kind not in (Kind.CODE, Kind.DATE) or _share(known, texts) > 0.5:
        return None
    strict = (each for each in others if each.kind in (Kind.CODE, Kind.DATE) and each != known)
    return next((each for each in strict if _share(each, texts) > 0.5), None)


def _share(known: Field, texts: list[str]) -> float:
    return sum(fits(known, each) for each in texts) / len(texts)

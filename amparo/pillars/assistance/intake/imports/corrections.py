"""The rows that stayed out, as a file to be corrected and brought in again."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from amparo.foundation.core.spreadsheets.cells import as_text, escape_formula
from amparo.foundation.core.spreadsheets.validation import ImportProblem

from ..models.imports import ImportFile
from .reader import open_import_file


def rejected_rows_csv(file: ImportFile) -> Iterator[str]:
    """CSV with the file's own columns, and what is to be done in a last one."""
    told = _what_to_do(file)
    with open_import_file(file) as table:
        yield "\ufeff" + _line([*table.header, _("Action required")])
        for row in table.rows():
            if row.number in told:
                yield _line([*map(as_text, row.cells), " ".join(told[row.number])])


def _what_to_do(file: ImportFile) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for issue in file.issues.filter(keeps_out=True).iterator():
        each = ImportProblem.from_json(issue.message_data)
        where = f"{each.column}: " if each.column else ""
        found[issue.row].append(f"{where}{each.message} {each.what_to_do}")
    return found


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(escape_formula(cell) for cell in cells)
    return out.getvalue()

"""Rows as CSV: what would run as a formula in a spreadsheet does not."""

import csv
import io
from collections.abc import Iterable

from amparo.foundation.core.spreadsheets.cells import escape_formula

type Value = str | int | None


def csv_of(rows: Iterable[Iterable[Value]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(
        [escape_formula(value) if isinstance(value, str) else value for value in row]
        for row in rows
    )
    return text.getvalue()

"""The standard forms that come with Amparo, as workbooks that each installation may change.

The files say everything in English; what it is in other languages stands in the catalogue
`forms.po`. A form speaks each language in which all of its texts are translated.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from amparo.foundation.core.catalogues import FORMS, ShippedText, translations_of
from amparo.foundation.core.models import User
from amparo.ui.languages import LANGUAGES, SOURCE, TRANSLATED

from ..models import Form, FormVersion

FOLDER = Path(__file__).parent
_COLUMNS = {each.code: f"::{each.name} ({each.code})" for each in LANGUAGES}


def form_files() -> list[Path]:
    return sorted(FOLDER.glob("*.csv"))


def missing_forms() -> list[Path]:
    """Returns the forms of which there is no version yet; a file is named by its form_id."""
    there = set(Form.objects.values_list("code", flat=True))
    return [each for each in form_files() if each.stem not in there]


@transaction.atomic
def add_standard_forms(*, by: User | None) -> list[FormVersion]:
    """Adds the missing ones as drafts; a form that is there already is left as it is."""
    return [Form.upload(io.BytesIO(workbook(each)), by=by) for each in missing_forms()]


def workbook(path: Path) -> bytes:
    """The form of a file, as a workbook with the columns of every language that it speaks."""
    languages = _languages(path)
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    for header, row in _rows(path):
        lines.writerow(_translated(path, header, row, languages))
    return written.getvalue().encode()


def shipped_texts() -> Iterator[ShippedText]:
    """What the forms say in English, to be translated."""
    return (text for path in form_files() for text in _texts(path))


def _rows(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Each row with the header of its sheet; a header comes with itself."""
    header: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            header = row if row and row[0] else header
            yield header, row


def _texts(path: Path) -> Iterator[ShippedText]:
    for header, row in _rows(path):
        if row is not header:
            context = _context(path, header, row)
            yield from (
                ShippedText(FORMS, context, text)
                for column, text in zip(header, row, strict=False)
                if text and column.endswith(_COLUMNS[SOURCE])
            )


def _context(path: Path, header: list[str], row: list[str]) -> str:
    """The form, and the question or the choice of a list."""
    said = dict(zip(header, row, strict=False))
    named = filter(None, (said.get("list_name"), said.get("name")))
    return "/".join((path.stem, *named))


def _languages(path: Path) -> tuple[str, ...]:
    """English, and those in which every text is translated."""
    spoken = set(TRANSLATED)
    for text in _texts(path):
        spoken &= set(translations_of(text.domain, text.context, text.text))
    return (SOURCE, *(code for code in TRANSLATED if code in spoken))


def _translated(
    path: Path, header: list[str], row: list[str], languages: tuple[str, ...]
) -> list[str]:
    """The row, or the header, with a column for each language beside each one in English."""
    context = "" if row is header else _context(path, header, row)
    found = []
    for column, cell in zip(header, row, strict=False):
        if not column.endswith(_COLUMNS[SOURCE]):
            found.append(cell)
        elif row is header:
            name = column.removesuffix(_COLUMNS[SOURCE])
            found += [f"{name}{_COLUMNS[code]}" for code in languages]
        else:
            said = translations_of(FORMS, context, cell) if cell else {}
            found += [said.get(code, "") for code in languages]
    return found

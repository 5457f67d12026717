"""Imports of lists of commitments: reads the stored file, checks it, applies it.

A DOCX is read by its layout; a table by the columns that a person confirmed. What is applied is
read and compared again in the same transaction, and refused where it is no longer what was shown.
"""

from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from amparo.foundation.content.docx_package import RefusedFile
from amparo.foundation.content.problem_texts import FILE_TEXTS
from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.jobs import find_task
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.records import lock_and_refresh
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.cells import as_text
from amparo.foundation.core.spreadsheets.reader import Spreadsheet, open_spreadsheet
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.law.countries import find_country

from .import_comparison import Comparison, compare
from .import_writing import write
from .models import RecommendationImport, SourceDocument
from .models.imports import COUNTS
from .recommendation_docx import read_docx
from .recommendation_tables import Said, guess_mapping, is_known_heading, read_rows
from .recommendations import Problem, Reading

MOST_ROWS = 60_000
# So many new or changed ones are imported while somebody waits; more are a job.
AT_ONCE = 3_000
SAMPLE_LENGTH = 60
_SAMPLE_ROWS = 200
_HEAD = 64 * 1024
TASK = "apply-commitment-import"


@dataclass(frozen=True)
class TableHead:
    """The columns of a table, each with the first thing that stands in it."""

    header: tuple[str, ...]
    samples: tuple[str, ...]

    @property
    def guessed(self) -> dict[str, int]:
        return guess_mapping(self.header)


def read_head(importing: RecommendationImport) -> TableHead:
    """Raises Refusal where the file is no table."""
    with EncryptedFile.open(importing.storage_key) as file:
        sheet = _open_table(file, importing.encoding)
        samples = [""] * len(sheet.header)
        for number, row in enumerate(sheet.rows()):
            if number == _SAMPLE_ROWS or all(samples):
                break
            for at, cell in enumerate(row.cells):
                samples[at] = samples[at] or as_text(cell)[:SAMPLE_LENGTH]
    return TableHead(sheet.header, tuple(samples))


def read_import(importing: RecommendationImport) -> Reading:
    """Reads the stored file. Raises Refusal where it cannot be read at all."""
    with EncryptedFile.open(importing.storage_key) as file:
        if importing.is_table:
            return _read_table(file, importing)
        try:
            return read_docx(file.read(), find_country)
        except RefusedFile as refused:
            raise Refusal(str(FILE_TEXTS[refused.reason])) from None


def _read_table(file: BinaryIO, importing: RecommendationImport) -> Reading:
    sheet = _open_table(file, importing.encoding)
    width = len(sheet.header)
    problems: list[Problem] = []

    def rows():
        for number, row in enumerate(sheet.rows(), 1):
            if number > MOST_ROWS:
                raise Refusal(
                    _("These are too many rows. Import at most %(count)s at once.")
                    % {"count": MOST_ROWS}
                )
            if row.is_sound:
                yield row.number, [as_text(cell) for cell in row.cells[:width]]
            else:
                problems.extend(
                    Problem(f"{each.message} {each.what_to_do}", row.number, each.value)
                    for each in row.problems if each.keeps_out
                )  # fmt: skip

    mapping = {name: at for name, at in importing.mapping.items() if at < width}
    reading = read_rows(rows(), mapping, find_country, Said(importing.country))
    reading.problems = sorted([*reading.problems, *problems], key=lambda each: each.line)
    return reading


def _open_table(file: BinaryIO, encoding: str) -> Spreadsheet:
    try:
        return open_spreadsheet(
            file, encoding=encoding or _old_mac_encoding(file), knows=is_known_heading
        )
    except UnreadableFile as reason:
        raise Refusal(str(reason)) from None


def _old_mac_encoding(file: BinaryIO) -> str:
    """Mac Roman where lines end as on old Macs, by a carriage return alone, and it is no UTF-8.

    By its bytes alone it looks like Windows-1252, with other letters.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if b"\r" not in head or b"\n" in head or b"\0" in head:
        return ""
    file.seek(0)
    try:
        file.read().decode()
    except UnicodeDecodeError:
        return "mac_roman"
    return ""


def check_import(
    importing: RecommendationImport, *, by: User, mapping: dict[str, int] | None = None
) -> Comparison:
    """Reads the file, compares it with what is recorded, and keeps the counts. Writes no
    commitment.
    """
    if mapping is not None:
        importing.mapping = mapping
    reading = read_import(importing)
    if not reading.found:
        raise Refusal(*no_recommendation_reasons(reading))
    compared = compare(importing.document, reading, importing.stated_on)
    importing.note_counts(compared.counts, by=by, stated_total=reading.stated_total)
    return compared


def no_recommendation_reasons(reading: Reading) -> list[str]:
    from .import_problems import problem_text  # it names what was read

    said = [problem_text(each) for each in reading.problems[:3]]
    return [_("No commitment was found in this file."), *said]


def show_import(importing: RecommendationImport) -> Comparison:
    """The same comparison again, for the page. Writes nothing."""
    return compare(importing.document, read_import(importing), importing.stated_on)


def apply_import(importing: RecommendationImport, *, by: User) -> None:
    """Imports it: at once, or by a job where it is large. Raises Refusal where something must be
    said before, or where it changes nothing.
    """
    if importing.new + importing.changed <= AT_ONCE:
        carry_out(importing, by=by)
        return
    with transaction.atomic():
        importing.start(by=by)
        find_task(TASK).asked(by=by).enqueue(str(importing.ref))


@transaction.atomic
def carry_out(importing: RecommendationImport, *, by: User) -> None:
    """Writes all of it, or nothing. Refused where it is no longer what the check showed."""
    lock_and_refresh(importing, "state", "right_total")
    if importing.state != RecommendationImport.State.APPLYING:
        importing.must_be_ready()
    # Of two imports into one document the second sees what the first wrote.
    SourceDocument.objects.select_for_update().get(pk=importing.document_id)
    compared = show_import(importing)
    if any(compared.counts[name] != getattr(importing, name) for name in COUNTS):
        raise Refusal(_("Commitments of this document changed since the check. Check it again."))
    write(importing, compared, by=by)
    importing.finish(by=by)

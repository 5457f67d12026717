"""Completes a workbook that was made elsewhere: its id and version, messages and translations that
are missing, and what a form here may not have is left out. The workbook as it came is kept.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from django.utils import translation
from django.utils.translation import gettext as _

from amparo.foundation.core.files.downloads import tidy
from amparo.foundation.core.spreadsheets.validation import ImportProblem, UnreadableFile, problem
from amparo.ui.languages import CODES, SOURCE

from .. import forms_engine
from . import checks, validation
from .workbook import SheetLine, Workbook, max_row

ID_COLUMNS = ("form_id", "id_string", "set form id")
LONGEST_ID, LONGEST_VERSION = 200, 60
NAMESPACE = f'amparo="{forms_engine.NAMESPACE}"'
_TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_EXTERNAL = re.compile(r"select[ _]one[ _]external\b", re.IGNORECASE)
# Where each message stands in a workbook besides its own column.
_MESSAGES = (
    ("required", "required_message", "bind::jr:requiredMsg"),
    ("constraint", "constraint_message", "bind::jr:constraintMsg"),
)


def form_id(book: Workbook, file_name: str) -> str:
    """Returns the id that the workbook gives, else one made of its file's name; raises
    `UnreadableFile` where there is neither, or it is too long for ODK Collect to be sent.
    """
    given = _setting(book, ID_COLUMNS) or _id_from(file_name)
    code = " ".join(given.split())
    if not code or len(code) > LONGEST_ID or not code.isprintable():
        raise UnreadableFile(validation.NO_FORM_ID, limit=LONGEST_ID)
    return code


def has_id(book: Workbook) -> bool:
    return bool(_setting(book, ID_COLUMNS))


def version(book: Workbook) -> str:
    """Returns the version that the workbook gives, or nothing."""
    given = " ".join(book.setting("version").split())
    if len(given) > LONGEST_VERSION or not given.isprintable():
        raise UnreadableFile(validation.NO_VERSION, limit=LONGEST_VERSION)
    return given


def title(book: Workbook) -> str:
    return _setting(book, checks.TITLE_COLUMNS)


def complete(book: Workbook, *, code: str, version: str, named: bool = True) -> Workbook:
    """Returns the workbook as the converter gets it; `named` keeps the name that it gives to each
    filled form.
    """
    lines = dict(book.sheets)
    survey = [_survey_line(line, book) for line in book.survey]
    choices = [_with_translations(line, book) for line in lines.get("choices", [])]
    external = lines.pop("external_choices", [])
    if any(_EXTERNAL.match(line.get("type")) for line in survey):
        survey = [_as_select(line) for line in survey]
        below = max_row(choices)
        choices += [
            SheetLine(below + at, _with_translations(line, book).cells)
            for at, line in enumerate(external, 1)
        ]
    settings = _settings(book, code, version, named=named, repeats=bool(external))
    lines |= {"survey": survey, "settings": [settings]}
    if choices:
        lines["choices"] = choices
    headers = {name: _header(book.headers.get(name, ()), rows) for name, rows in lines.items()}
    headers["settings"] = tuple(settings.cells)
    return Workbook(lines, headers)


def describe_defaults(book: Workbook, code: str, version: str) -> list[ImportProblem]:
    """What was made here because the workbook says nothing of it."""
    found = []
    if not has_id(book):
        found.append(problem(validation.ID_MADE, 2, "form_id", "", code=code))
    if not book.setting("version"):
        found.append(problem(validation.VERSION_MADE, 2, "version", "", version=version))
    return found


def _setting(book: Workbook, columns: Iterable[str]) -> str:
    return next((said for each in columns if (said := book.setting(each))), "")


def _id_from(file_name: str) -> str:
    """`Encuesta de hogares (v2).xlsx` is Encuesta_de_hogares_v2."""
    return re.sub(r"[^\w.-]+", "_", PurePath(tidy(file_name)).stem).strip("_.-")


def _settings(book: Workbook, code: str, version: str, *, named: bool, repeats: bool) -> SheetLine:
    there = book.sheets.get("settings", [])
    cells = dict(there[0].cells) if there else {}
    left_out = {*ID_COLUMNS, *checks.TITLE_COLUMNS, *checks.SENDS_ELSEWHERE}
    left_out |= set() if named else {"instance_name"}
    cells = {name: said for name, said in cells.items() if name not in left_out}
    cells |= {"form_id": code, "version": version, "form_title": title(book) or code}
    spaces = cells.get("namespaces", "")
    if "amparo=" not in spaces and any(each.startswith("bind::amparo:") for each in book.columns):
        cells["namespaces"] = f"{spaces} {NAMESPACE}".strip()
    if repeats:  # a list beside the form may have one name under two others
        cells["allow_choice_duplicates"] = "yes"
    return SheetLine(2, cells)


def _header(columns: Iterable[str], lines: Iterable[SheetLine]) -> tuple[str, ...]:
    there = (column for line in lines for column in line.cells)
    return tuple(dict.fromkeys([*columns, *there]))


def _survey_line(line: SheetLine, book: Workbook) -> SheetLine:
    cells = dict(_with_translations(line, book).cells)
    for rule, column, beside in _MESSAGES:
        asked = checks.is_required(line) if rule == "required" else line.get(rule)
        if asked and not any(each.startswith((column, beside)) for each in cells):
            cells |= dict(_messages(column, book))
    if "appearance" in cells:
        shown = cells["appearance"].split()
        cells["appearance"] = " ".join(
            each for each in shown if each.casefold() not in checks.MAPS
        )
    return SheetLine(line.row, {name: said for name, said in cells.items() if said})


def _with_translations(line: SheetLine, book: Workbook) -> SheetLine:
    """What is said in one language is said in all of them, in the words of the first."""
    cells, spoken = dict(line.cells), checks.languages(book)
    default = book.setting("default_language")
    for column in _TRANSLATED:
        there = [each for each in (default, *spoken) if cells.get(f"{column}::{each}")]
        if there:
            text = cells[f"{column}::{there[0]}"]
            cells = {f"{column}::{each}": text for each in spoken} | cells
    return SheetLine(line.row, cells)


def _messages(column: str, book: Workbook) -> Iterator[tuple[str, str]]:
    """A message in each language of the form; in English where it is none of our four."""
    spoken = checks.languages(book)
    for each in spoken:
        yield f"{column}::{each}", _message(column, checks.code_of(each) or "en")
    if not spoken:
        default = checks.code_of(book.setting("default_language"))
        yield column, _message(column, default or translation.get_language() or "en")


def _message(column: str, language: str) -> str:
    with translation.override(language if language in CODES else SOURCE):
        if column == "required_message":
            return _("Please answer this question.")
        return _("This answer cannot be right. Please check it.")


def _as_select(line: SheetLine) -> SheetLine:
    """A choice from a list beside the form is one from a list in it: every client shows it."""
    return SheetLine(
        line.row, line.cells | {"type": _EXTERNAL.sub("select_one", line.get("type"))}
    )

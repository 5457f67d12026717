"""Converts an XLSForm to an XForm by pyxform; JavaRosa checks it where Java is installed."""

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pyxform.errors import PyXFormError
from pyxform.validators import odk_validate
from pyxform.xls2xform import convert

from amparo.foundation.core.spreadsheets.validation import ImportProblem, UnreadableFile, problem

from ..xforms import Fault, UnfitForm, read_form
from . import checks, validation
from .workbook import Workbook

# Faults of a workbook that the converter does not foresee reach it as these.
_CRASHES = (
    PyXFormError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
)
SAID, TITLE = 300, 200
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_VERSION = re.compile(r"[A-Za-z0-9._-]{1,60}")


@dataclass(frozen=True)
class ConvertedForm:
    """A form that can be filled, and what is to be said of it."""

    code: str
    version: str
    title: str
    titles: dict[str, str]
    languages: list[str]
    questions: int
    xform: str
    problems: list[ImportProblem]

    @property
    def may_be_used(self) -> bool:
        return not any(each.keeps_out for each in self.problems)


def convert_workbook(book: Workbook) -> ConvertedForm:
    """Raises `UnreadableFile` where no form can be made of it at all."""
    found = checks.find_problems(book)
    code, version = book.setting("form_id") or book.setting("id_string"), book.setting("version")
    if not _CODE.fullmatch(code):
        raise UnreadableFile(validation.NO_FORM_ID)
    if not _VERSION.fullmatch(version):
        raise UnreadableFile(validation.NO_VERSION)
    xform = _xform(book)
    return ConvertedForm(
        code, version, (book.setting("form_title") or code)[:TITLE],
        checks.titles(book), checks.languages(book), sum(map(checks.is_asked, book.survey)), xform,
        found + _of_rules(book, xform),
    )  # fmt: skip


def _of_rules(book: Workbook, xform: str) -> list[ImportProblem]:
    """Rules that our own evaluator cannot follow: the answers could not be checked."""
    try:
        read_form(xform.encode())
    except UnfitForm as unfit:
        rows = {line.get("name"): line.row for line in book.survey}
        return [_of_a_rule(each, rows) for each in unfit.faults]
    return []


def _of_a_rule(fault: Fault, rows: dict[str, int]) -> ImportProblem:
    name = fault.path.rpartition("/")[2]
    kind = validation.RULES[fault.code]
    return problem(kind, rows.get(name, 0), fault.rule, name, name=fault.name)


def _xform(book: Workbook) -> str:
    try:
        return convert(xlsform=book.as_rows(), warnings=[], form_name="data").xform
    except _CRASHES as reason:
        said = " ".join(str(reason).split())[:SAID] or type(reason).__name__
        raise UnreadableFile(validation.NOT_MADE, said=said) from None


# JavaRosa, the engine inside ODK Collect: pyxform brings it; it runs where Java is installed


def has_javarosa() -> bool:
    return shutil.which("java") is not None


def javarosa_errors(xform: str) -> list[str]:
    """What it says against the form; nothing where it takes it. Some seconds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.xml"
        file.write_text(xform, encoding="utf-8")
        try:
            odk_validate.check_xform(str(file))
        except odk_validate.ODKValidateError as reason:
            said = " ".join(str(reason).replace(folder, "").split())
            return [said.removeprefix("ODK Validate Errors:").strip() or "?"]
    return []

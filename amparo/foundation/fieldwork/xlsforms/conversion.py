"""Converts an XLSForm to an XForm by pyxform; JavaRosa checks it where Java is installed."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from amparo.foundation.core.spreadsheets.validation import ImportProblem, UnreadableFile, problem
from amparo_xforms import Fault, Form, find_cycle

from ..answer_classes import AnswerNotes, propose_classes
from ..form_problems import UnfitForm
from ..forms_engine import read_form
from . import checks, completion, validation
from .workbook import SAID, Workbook

# Faults of a workbook that the converter does not foresee reach it as these.
_CRASHES = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
)
TITLE = 200


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
    classes: dict[str, AnswerNotes]

    @property
    def may_be_used(self) -> bool:
        return not any(each.keeps_out for each in self.problems)


def convert_workbook(book: Workbook, *, file_name: str = "", version: str = "") -> ConvertedForm:
    """Raises `UnreadableFile` where no form can be made of it at all. `file_name` and `version`
    count where the workbook gives no id or version of its own.
    """
    found = checks.find_problems(book)
    code = completion.form_id(book, file_name)
    version = completion.version(book) or version
    xform = _xform(completion.complete(book, code=code, version=version))
    form, faults = _read(book, xform)
    classes = propose_classes(form) if form else {}
    if tells := checks.tells_who(book, _names_that_identify(classes)):
        xform = _xform(completion.complete(book, code=code, version=version, named=False))
    return ConvertedForm(
        code, version, (completion.title(book) or code)[:TITLE], checks.titles(book),
        checks.languages(book), sum(map(checks.is_asked, book.survey)), xform,
        [*found, *tells, *completion.describe_defaults(book, code, version), *faults], classes,
    )  # fmt: skip


def _names_that_identify(classes: Mapping[str, AnswerNotes]) -> set[str]:
    """The names of questions whose answers could say who somebody is: in the words of the form's
    author those of identity and contact, else all that is not known to be plain.
    """
    return {
        path.rpartition("/")[2]
        for path, said in classes.items()
        if said["sensitivity"] in checks.IDENTIFYING
        or (said["reason"] != "workbook" and said["sensitivity"] != checks.PLAIN)
    }


def _read(book: Workbook, xform: str) -> tuple[Form | None, list[ImportProblem]]:
    """The form, and the rules that our own evaluator or ODK Collect cannot follow."""
    rows = {line.get("name"): line.row for line in book.survey}
    try:
        form = read_form(xform.encode())
    except UnfitForm as unfit:
        return None, [_of_a_rule(each, rows) for each in unfit.faults]
    cycle = find_cycle(form)
    return form, [_of_a_rule(cycle, rows)] if cycle else []


def _of_a_rule(fault: Fault, rows: dict[str, int]) -> ImportProblem:
    name = fault.path.rpartition("/")[2]
    kind = validation.RULES[fault.code]
    return problem(kind, rows.get(name, 0), fault.rule, name, name=fault.name)


def _xform(book: Workbook) -> str:
    # Not at the top: it takes a fifth of a second, and most processes convert nothing.
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        return convert(xlsform=book.as_rows(), warnings=[], form_name="data").xform
    except (PyXFormError, *_CRASHES) as reason:
        said = " ".join(str(reason).split())[:SAID] or type(reason).__name__
        raise UnreadableFile(validation.NOT_MADE, said=said) from None


# JavaRosa, the engine inside ODK Collect: pyxform brings it; it runs where Java is installed


def has_javarosa() -> bool:
    return shutil.which("java") is not None


def javarosa_errors(xform: str) -> list[str]:
    """What it says against the form; nothing where it takes it. Some seconds."""
    from pyxform.validators import odk_validate

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.xml"
        file.write_text(xform, encoding="utf-8")
        try:
            odk_validate.check_xform(str(file))
        except odk_validate.ODKValidateError as reason:
            said = " ".join(str(reason).replace(folder, "").split())
            return [said.removeprefix("ODK Validate Errors:").strip() or "?"]
    return []

"""A workbook made into an XForm, by the converter that the whole field uses."""

import re
from dataclasses import dataclass

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from ..problems import Problem, Unreadable, problem
from ..xforms import Fault, UnfitForm, read_form
from . import faults, looking
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
class Made:
    """A form that can be filled, and what is to be said of it."""

    code: str
    version: str
    title: str
    titles: dict[str, str]
    languages: list[str]
    questions: int
    xform: str
    problems: list[Problem]

    @property
    def may_be_used(self) -> bool:
        return not any(each.keeps_out for each in self.problems)


def make(book: Workbook) -> Made:
    """Raises `Unreadable` where no form can be made of it at all."""
    found = looking.problems(book)
    code, version = book.setting("form_id") or book.setting("id_string"), book.setting("version")
    if not _CODE.fullmatch(code):
        raise Unreadable(faults.NO_FORM_ID)
    if not _VERSION.fullmatch(version):
        raise Unreadable(faults.NO_VERSION)
    xform = _xform(book)
    return Made(
        code, version, (book.setting("form_title") or code)[:TITLE],
        looking.titles(book), looking.languages(book), sum(map(looking.asks, book.survey)), xform,
        found + _of_rules(book, xform),
    )  # fmt: skip


def _of_rules(book: Workbook, xform: str) -> list[Problem]:
    """Rules that our own evaluator cannot follow: the answers could not be checked."""
    try:
        read_form(xform.encode())
    except UnfitForm as unfit:
        rows = {line.get("name"): line.row for line in book.survey}
        return [_of_a_rule(each, rows) for each in unfit.faults]
    return []


def _of_a_rule(fault: Fault, rows: dict[str, int]) -> Problem:
    name = fault.path.rpartition("/")[2]
    kind = faults.RULES[fault.code]
    return problem(kind, rows.get(name, 0), fault.rule, name, name=fault.name)


def _xform(book: Workbook) -> str:
    try:
        return convert(xlsform=book.as_rows(), warnings=[], form_name="data").xform
    except _CRASHES as reason:
        said = " ".join(str(reason).split())[:SAID] or type(reason).__name__
        raise Unreadable(faults.NOT_MADE, said=said) from None

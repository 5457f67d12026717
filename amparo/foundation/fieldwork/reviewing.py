"""Answers that arrived, beside their questions and what is odd in each; and put right by hand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.utils.functional import Promise

from amparo.foundation.core.permissions.masking import MASKED

from . import oddities
from .asking import answered
from .readable import MayRead
from .xforms import Asked, Filled, Finding, Form

_SEVERAL = ("select_multiple", "rank")


@dataclass
class Line:
    """One question, the answer to it, and what is odd."""

    label: str
    answer: str | Promise
    troubles: list[str]

    @property
    def is_odd(self) -> bool:
        return bool(self.troubles)


@dataclass
class Section:
    """A heading of the form, and what was answered under it."""

    label: str = ""
    number: int = 0
    lines: list[Line] = field(default_factory=list)


class Beside:
    """The answers as one person may read them; `elsewhere` is what is odd and in no question."""

    def __init__(self, filled: Filled, findings: Iterable[dict], may: MayRead, *, all_of_it: bool):
        self._may, self._weaves = may, all_of_it
        self._odd: dict[str, list[str]] = {}
        for each in findings:
            self._odd.setdefault(each["path"], []).append(in_words(each))
        self.sections = list(self._below(filled))
        self.elsewhere = [
            (_named(path) if all_of_it else "", said)
            for path, all_said in self._odd.items()
            for said in all_said
        ]

    def _below(self, filled: Filled) -> Iterator[Section]:
        found = Section()
        for each in filled:
            if each.question.is_group:
                if found.lines:
                    yield found
                number = each.node.row if each.question.is_repeat else 0
                found = Section(self._label(each), number)
            elif line := self._line(each):
                found.lines.append(line)
        if found.lines:
            yield found

    def _line(self, each: Asked) -> Line | None:
        troubles = self._odd.pop(each.path, [])
        if not (troubles or each.node.text.strip()):
            return None
        if not (troubles or each.question.control):
            return None  # what was worked out is left to machines
        answer = answered(each) if self._may(each.question) else MASKED
        return Line(self._label(each) or each.question.name, answer, troubles)

    def _label(self, each: Asked) -> str:
        """Other answers may be woven into a question: only for who may read all of them."""
        if self._weaves or each.question.label is None:
            return each.label()
        return each.question.label.say(each.world.language)


def in_words(finding: dict) -> str:
    kind = finding["kind"]
    known = oddities.WORDS.get(kind)
    return str(known) if known else Finding(finding["path"], kind).message


def _named(path: str) -> str:
    return path.rpartition("/")[2]


def overlaid(base: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with those that were told now in their places, row by row."""
    merged = dict(base)
    for name, value in told.items():
        there = merged.get(name)
        if isinstance(value, Mapping):
            merged[name] = overlaid(there if isinstance(there, Mapping) else {}, value)
        elif isinstance(value, list):
            rows = there if isinstance(there, list) else []
            nothing: Mapping[str, Any] = {}
            pairs = zip_longest(rows, value, fillvalue=nothing)
            merged[name] = [overlaid(old, new) for old, new in pairs]
        else:
            merged[name] = value
    return merged


def unticked(filled: Filled, names: Iterable[str], may: MayRead) -> Iterator[str]:
    """The paths of lists in which every tick was taken away: a browser says nothing of them."""
    sent = set(names)
    for each in filled.open():
        if each.question.sort in _SEVERAL and each.path not in sent and may(each.question):
            yield each.path


def only_readable(form: Form, given: Mapping[str, Any], may: MayRead, at: str = "") -> dict:
    """The answers without those that are not shown: none of them is woven into a question."""
    at = at or form.root.path
    kept: dict[str, Any] = {}
    for name, value in given.items():
        path = f"{at}/{name}"
        question = form.find(path)
        if question is None:
            continue
        if isinstance(value, Mapping):
            kept[name] = only_readable(form, value, may, path)
        elif isinstance(value, list):
            kept[name] = [only_readable(form, row, may, path) for row in value]
        else:
            kept[name] = value if may(question) else ""
    return kept

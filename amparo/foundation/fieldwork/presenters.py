"""The answers of a submission beside their questions and what is odd in each, for one user."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.utils.functional import Promise

from amparo.foundation.core.permissions.masking import MASKED
from amparo_xforms import Form, FormState, QuestionState

from .answers import MayRead
from .dynamic_forms import display_answer
from .extension_points import anomaly_messages
from .form_problems import FINDINGS

_MULTIPLE_TYPES = ("select_multiple", "rank")


@dataclass
class ReviewLine:
    """One question, the answer to it, and what is odd."""

    label: str
    answer: str | Promise
    problems: list[str]

    @property
    def is_odd(self) -> bool:
        return bool(self.problems)


@dataclass
class ReviewSection:
    """A heading of the form, and what was answered under it."""

    label: str = ""
    number: int = 0
    lines: list[ReviewLine] = field(default_factory=list)


class AnswerReview:
    """The answers as one person may read them; `elsewhere` is what is odd and in no question."""

    def __init__(
        self, filled: FormState, findings: Iterable[dict], may: MayRead, *, all_of_it: bool
    ):
        self._may, self._weaves = may, all_of_it
        self._odd: dict[str, list[str]] = {}
        for each in findings:
            self._odd.setdefault(each["path"], []).append(finding_message(each))
        self.sections = list(self._below(filled))
        self.elsewhere = [
            (_last_step(path) if all_of_it else "", said)
            for path, all_said in self._odd.items()
            for said in all_said
        ]

    def _below(self, filled: FormState) -> Iterator[ReviewSection]:
        found = ReviewSection()
        for each in filled:
            if each.question.is_group:
                if found.lines:
                    yield found
                number = each.node.row if each.question.is_repeat else 0
                found = ReviewSection(self._label(each), number)
            elif line := self._line(each):
                found.lines.append(line)
        if found.lines:
            yield found

    def _line(self, each: QuestionState) -> ReviewLine | None:
        problems = self._odd.pop(each.path, [])
        if not (problems or each.node.text.strip()):
            return None
        if not (problems or each.question.control):
            return None  # what was worked out is left to machines
        answer = display_answer(each) if self._may(each.question) else MASKED
        return ReviewLine(self._label(each) or each.question.name, answer, problems)

    def _label(self, each: QuestionState) -> str:
        """Other answers may be woven into a question: only for who may read all of them."""
        if self._weaves or each.question.label is None:
            return each.label()
        return each.question.label.say(each.context.language)


def finding_message(finding: dict) -> str:
    kind = finding["kind"]
    known = anomaly_messages.get(kind)
    return str(known) if known else str(FINDINGS[kind])


def _last_step(path: str) -> str:
    return path.rpartition("/")[2]


def merge_answers(base: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with those that were told now in their places, row by row."""
    merged = dict(base)
    for name, value in told.items():
        there = merged.get(name)
        if isinstance(value, Mapping):
            merged[name] = merge_answers(there if isinstance(there, Mapping) else {}, value)
        elif isinstance(value, list):
            rows = there if isinstance(there, list) else []
            nothing: Mapping[str, Any] = {}
            pairs = zip_longest(rows, value, fillvalue=nothing)
            merged[name] = [merge_answers(old, new) for old, new in pairs]
        else:
            merged[name] = value
    return merged


def cleared_lists(filled: FormState, names: Iterable[str], may: MayRead) -> Iterator[str]:
    """The paths of lists in which every tick was taken away: a browser says nothing of them."""
    sent = set(names)
    for each in filled.open():
        if each.question.sort in _MULTIPLE_TYPES and each.path not in sent and may(each.question):
            yield each.path


def readable_answers(form: Form, given: Mapping[str, Any], may: MayRead, at: str = "") -> dict:
    """The answers without those that are not shown: none of them is woven into a question."""
    at = at or form.root.path
    kept: dict[str, Any] = {}
    for name, value in given.items():
        path = f"{at}/{name}"
        question = form.find(path)
        if question is None:
            continue
        if isinstance(value, Mapping):
            kept[name] = readable_answers(form, value, may, path)
        elif isinstance(value, list):
            kept[name] = [readable_answers(form, row, may, path) for row in value]
        else:
            kept[name] = value if may(question) else ""
    return kept

"""What was told of one record: each answer beside its question, in the order of the form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from amparo.foundation.core.models import User
from amparo.foundation.fieldwork.dynamic_forms import choose_language
from amparo.foundation.fieldwork.forms_engine import evaluate_form
from amparo.ui import formats
from amparo_xforms import Form, Question, QuestionState

from .values import parse_date

if TYPE_CHECKING:
    from amparo.pillars.assistance.cases.models import Case

type Answers = dict[str, Any]
type Land = Callable[["Case", "RecordAnswers", User], None]

# Chosen, these say that nothing is told; `none` and `unknown` are words of some lists.
SILENT = frozenset(("no_answer", "dk", "pna"))
NO_CODE = SILENT | {"none", "unknown"}


@dataclass(frozen=True)
class MappedAnswer:
    """One answer: to which question, for which field of which record."""

    question: Question
    record: str
    field: str
    answer: Any

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def is_silent(self) -> bool:
        chosen = self.question.choices and isinstance(self.answer, str)
        return self.answer in (None, "", []) or bool(chosen and self.answer in SILENT)

    @property
    def counts(self) -> str:
        """The answer that counts: a yes, unless the form says that another one does."""
        return self.question.notes.get("target_when", "")

    def is_so(self, counts: str = "yes") -> bool | None:
        """Whether it is the answer that counts; nothing where it is neither yes nor no."""
        told = {True: "yes", False: "no"}.get(self.answer) if self._is_truth else self.answer
        if told == (self.counts or counts):
            return True
        return False if told in ("yes", "no") else None

    @property
    def _is_truth(self) -> bool:
        return isinstance(self.answer, bool)

    @property
    def codes(self) -> list[str]:
        """What was chosen, without that nothing was."""
        chosen = self.answer if isinstance(self.answer, list) else [self.answer]
        return [str(each) for each in chosen if each is not None and str(each) not in NO_CODE]


class AnswerLabels:
    """The words of the questions and of their choices, as the reader's language has them."""

    def __init__(self, form: Form, answers: Answers):
        self._form, self._answers = form, answers

    @cached_property
    def _asked(self) -> dict[str, QuestionState]:
        language = choose_language(list(self._form.languages))
        filled = evaluate_form(self._form, self._answers, language=language)
        return {each.question.path: each for each in filled}

    def question(self, said: MappedAnswer) -> str:
        asked = self._asked.get(said.question.path)
        return (asked.label() if asked else "") or said.name

    def answer(self, said: MappedAnswer) -> str:
        """As one says it: choices by their words, days as days."""
        asked = self._asked.get(said.question.path)
        labels = {each.name: each.label for each in asked.choices()} if asked else {}
        told = said.answer
        if isinstance(told, list):
            return formats.join_list(
                labels.get(each) or each for each in told if each not in NO_CODE
            )
        if isinstance(told, date):
            return formats.with_year(told)
        return labels.get(str(told)) or str(told).strip()


@dataclass(frozen=True)
class RecordAnswers:
    """The answers for one record, among all those of the same page or row."""

    said: tuple[MappedAnswer, ...]
    among: tuple[MappedAnswer, ...]
    labels: AnswerLabels
    # When it was filled in, where that is known: a telephone may send it much later.
    at: datetime | None = None

    def all(self, *fields: str) -> list[MappedAnswer]:
        return [each for each in self.said if each.field in fields and not each.is_silent]

    def get(self, field: str) -> Any:
        """The last answer for the field, or nothing."""
        found = self.all(field)
        return found[-1].answer if found else None

    def code(self, field: str) -> str:
        """The last answer for the field as one word, or nothing; several are none."""
        found = self.get(field)
        if isinstance(found, list | dict):
            raise ValueError("One answer is wanted here.")
        return "" if found is None else str(found)

    def text(self, field: str) -> str:
        """The answers for the field in words, one below the other."""
        return "\n".join(self.labels.answer(each) for each in self.all(field))

    def day(self, field: str) -> date | None:
        return parse_date(self.get(field))

    @property
    def fields(self) -> list[str]:
        """Those that something was told for, in the order of the form."""
        return list(dict.fromkeys(each.field for each in self.said if not each.is_silent))

    def of(self, record: str) -> "RecordAnswers":
        """What was told of another record in the same breath."""
        told = tuple(each for each in self.among if each.record == record)
        return RecordAnswers(told, self.among, self.labels, self.at)

    def apart(self) -> Iterator["RecordAnswers"]:
        """Each answer by itself: one that is refused keeps no other out."""
        for each in self.said:
            yield RecordAnswers((each,), self.among, self.labels, self.at)

    def following(self, said: MappedAnswer, *fields: str) -> Any:
        """What the questions right after this one add to it: how grave, how one knows."""
        at = self.among.index(said)
        for each in self.among[at + 1 :]:
            if each.record != said.record or each.field not in ADDED:
                return None
            if each.field in fields and not each.is_silent:
                return each
        return None


# Fields of an observation that belong to the question before them.
ADDED = ("severity", "evidence", "immediate_danger")


def group_answers(form: Form, answers: Answers) -> Iterator[tuple[MappedAnswer, ...]]:
    """The answers that belong together: those of the form, then each row of its repeats."""
    labels: list[tuple[MappedAnswer, ...]] = []
    _gather(form.root, answers, labels)
    yield from labels


def _gather(question: Question, answers: Answers, found: list[tuple[MappedAnswer, ...]]) -> None:
    told: list[MappedAnswer] = []
    rows: list[tuple[Question, Answers]] = []
    _walk(question, answers, told, rows)
    found.append(tuple(told))
    for repeat, row in rows:
        _gather(repeat, row, found)


def _walk(question: Question, answers: Answers, told: list[MappedAnswer], rows: list) -> None:
    for name, child in question.children.items():
        answer = answers.get(name)
        if child.is_repeat:
            rows += [(child, row) for row in answer or () if isinstance(row, dict)]
        elif child.children:
            _walk(child, answer if isinstance(answer, dict) else {}, told, rows)
        elif (lands := child.notes.get("target", "")) and answer not in (None, "", []):
            record, _dot, field = lands.partition(".")
            told.append(MappedAnswer(child, record, field, answer))

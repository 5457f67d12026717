"""Evaluation of the rules of one record, within a time limit, and coercion of their results."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from .form import Choice, ChoiceList, Form, Question, Rule, Run
from .validation import CannotTell, ErrorConverter, TooDeep, TooMuch
from .values import (
    Node,
    Scalar,
    Value,
    read_clock,
    read_date,
    read_moment,
    to_boolean,
    to_number,
    to_text,
)

# Twenty calculations, each saying the one before it twice, would fill the memory.
_LONGEST_RESULT = 100_000
_WORK_BUDGET = 5_000  # nodes looked at between two glances at the clock
_READS = {
    "date": read_date,
    "dateTime": read_moment,
    "time": read_clock,
}


def present_moment() -> datetime:
    """Returns the present by the clock of this machine, in its time zone. A program that knows
    the time zone of the place gives the `moment` itself.
    """
    return datetime.now(UTC).astimezone()


class EvaluationContext:
    """The answers of one record and the hour at which they are looked at; used by one thread.

    Rules are evaluated when they are asked, so the time limit may be met long after this was
    made: what is raised then is what `convert_error` makes of the `TooMuch`.
    """

    def __init__(
        self,
        form: Form,
        root: Node,
        moment: datetime,
        language: str,
        *,
        fills: bool,
        convert_error: ErrorConverter | None = None,
    ):
        self.form, self.root, self.language = form, root, language
        self.moment = moment.replace(tzinfo=None)  # as the clock of its own zone shows it
        self.top = Node("")
        self.top.children.append(root)
        self.top.is_relevant = True
        self.current = root
        self.place = (1, 1)
        self.failed_nodes: list[Node] = []
        self._fills, self._convert_error = fills, convert_error
        self._asking = 0  # how many rules wait for each other just now
        self._since, self._spent = 0.0, 0.0
        self._budget = _WORK_BUDGET

    def use_budget(self, nodes: int) -> None:
        """Look at the clock now and then, however long a single rule is."""
        self._budget -= nodes + 1
        if self._budget < 0:
            self._budget = _WORK_BUDGET
            self.check_time()

    def check_time(self) -> None:
        if self._spent + clock.monotonic() - self._since > self.form.limits.seconds:
            error = TooMuch("too-slow", limit=f"{self.form.limits.seconds:g}")
            raise self._convert_error(error) if self._convert_error else error

    def ask(self, rule: Rule, node: Node) -> Value:
        """What a rule says about a node. A rule that cannot be worked out says so."""
        current, place = self.current, self.place
        self.current, self.place = node, (1, 1)
        if not self._asking:
            self._since = clock.monotonic()
        self._asking += 1
        self.use_budget(50)
        try:
            return rule.run(self, node)
        except RecursionError:
            raise TooDeep from None
        except (ArithmeticError, ValueError):
            raise CannotTell("no-result") from None
        finally:
            self.current, self.place = current, place
            self._asking -= 1
            if not self._asking:
                self._spent += clock.monotonic() - self._since

    def scalar(self, rule: Rule, node: Node) -> Scalar:
        value = self.ask(rule, node)
        if isinstance(value, list):
            return self.read(value[0]) if value else ""
        return value

    def holds(self, rule: Rule, node: Node) -> bool:
        return to_boolean(self.scalar(rule, node))

    def is_relevant(self, node: Node) -> bool:
        """Whether this applies to the person, as do all the groups around it."""
        if node.is_relevant is None:
            question = node.question
            if node.parent is not None and not self.is_relevant(node.parent):
                node.is_relevant = False
            elif question is None or question.relevant is None:
                node.is_relevant = True
            else:
                answer, node.is_relevant = None, True  # for a rule that asks about itself
                try:
                    answer = self._answers_yes(question.relevant, node)
                finally:
                    node.is_relevant = answer
        return bool(node.is_relevant)

    def _answers_yes(self, rule: Rule, node: Node) -> bool:
        try:
            return self.holds(rule, node)
        except TooDeep:
            raise
        except CannotTell:
            self.failed_nodes.append(node)
            return True

    def applies(self, node: Node) -> bool:
        return node.question is None or self.is_relevant(node)

    def read(self, node: Node) -> Scalar:
        """The answer at a node, of the sort that its question asks for."""
        question = node.question
        if question is None:
            return node.whole_text() if node.children else node.text
        if self._fills and not node.is_settled:
            self.settle(node)
        if node.children:
            return node.whole_text()
        return _typed(question.sort, node.text)

    def read_all(self, nodes: list[Node]) -> list[Scalar]:
        return [self.read(node) for node in nodes]

    def settle(self, node: Node) -> None:
        """Work a calculation out, once; one that goes in circles keeps what was there."""
        question = node.question
        if question is None or node.is_asking:
            return
        rule = question.calculate or (question.first if node.is_missing else None)
        if rule is None:
            node.is_settled = True
            return
        node.is_asking = True
        try:
            text = written(self.scalar(rule, node), question.sort)
            if len(text) > _LONGEST_RESULT:
                raise CannotTell("too-long")
            node.text = text
        except TooDeep:
            raise
        except CannotTell:
            self.failed_nodes.append(node)
        finally:
            node.is_asking = False
        node.is_settled = True

    def settle_all(self) -> None:
        """Work everything out once. Long chains are taken from the end where needed."""
        nodes = list(self.root.below())
        for order in (nodes, nodes[::-1], nodes):
            if sum(self._settles(node) for node in order) == len(order):
                break

    def _settles(self, node: Node) -> bool:
        try:
            self.is_relevant(node)
            if self._fills and not node.is_settled:
                self.settle(node)
        except TooDeep:
            return False
        return True

    def lines(self, node: Node, name: str, column: str, value: str) -> list[Node]:
        return self.form.lists.lines_below(node, name, column, value)

    def nearest(self, question: Question, to: Node) -> Node:
        """The node of a question that is closest to another: in the same row."""
        place = to
        while place.parent is not None and not _is_above(place, question):
            place = place.parent
        depth = len(place.question.names) if place.question else 0
        for name in question.names[depth:]:
            place = place.child(name) or place
        return place

    def choices_of(self, question: Question, node: Node, *, filtered: bool = True) -> list[Choice]:
        """What may be chosen here, in the words of the language in use."""
        choices = question.choices
        if not isinstance(choices, ChoiceList):
            return [Choice(name, words.say(self.language, self, node)) for name, words in choices]
        found = self.ask(choices.narrowed if filtered else choices.whole, node)
        items = found if isinstance(found, list) else []
        return [self._choice(choices, item) for item in items]

    def _choice(self, choices: ChoiceList, item: Node) -> Choice:
        name = item.child(choices.name)
        label = to_text(self.scalar(choices.label, item))
        return Choice(name.text if name else "", label)

    def names_of(self, question: Question, node: Node, *, filtered: bool = True) -> set[str]:
        choices = question.choices
        if not isinstance(choices, ChoiceList):
            return {name for name, _words in choices}
        found = self.ask(choices.narrowed if filtered else choices.whole, node)
        items = found if isinstance(found, list) else []
        return {each.text for item in items for each in item.children if each.name == choices.name}


def _is_above(node: Node, question: Question) -> bool:
    names = node.question.names if node.question else ()
    return question.names[: len(names)] == names


def _typed(sort: str, text: str) -> Scalar:
    if not text:
        return ""
    if sort in ("int", "decimal"):
        number = to_number(text)
        return number if number == number else text
    if sort in _READS:
        found = _READS[sort](text.strip())
        if isinstance(found, datetime):
            return found.replace(tzinfo=None)
        return text if found is None else found
    return text


def written(value: Scalar, sort: str) -> str:
    """A result as it is kept: nothing rather than "NaN", whole numbers without a point."""
    if isinstance(value, float):
        if value != value:
            return ""
        if sort == "int" and math.isfinite(value):
            return to_text(float(int(value)))
    if isinstance(value, datetime) and sort != "date":
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, bool) and sort == "int":
        return "1" if value else "0"
    return to_text(value)


# Coercion of results

Read = Callable[[EvaluationContext, Node], Any]


def as_scalar(run: Run) -> Callable[[EvaluationContext, Node], Scalar]:
    def read(context: EvaluationContext, node: Node) -> Scalar:
        value = run(context, node)
        if isinstance(value, list):
            return context.read(value[0]) if value else ""
        return value

    return read


def as_number(run: Run) -> Callable[[EvaluationContext, Node], float]:
    scalar = as_scalar(run)
    return lambda context, node: to_number(scalar(context, node))


def as_text(run: Run) -> Callable[[EvaluationContext, Node], str]:
    scalar = as_scalar(run)
    return lambda context, node: to_text(scalar(context, node))


def as_boolean(run: Run) -> Callable[[EvaluationContext, Node], bool]:
    scalar = as_scalar(run)
    return lambda context, node: to_boolean(scalar(context, node))

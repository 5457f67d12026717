"""A form while someone fills it in: what applies now, what is missing, resuming and prefilling."""

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from lxml import etree

from .answer_types import WrongType, typed
from .evaluator import EvaluationContext, present_moment, written
from .form import Choice, Form, Question, Rule
from .form_parser import XFORMS
from .validation import CannotTell, ErrorConverter, TooMuch
from .values import Node, to_number
from .xml import RecordTreeBuilder, as_xml, local, root_of

GivenAnswers = Mapping[str, object]
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class QuestionState:
    """One question, group or row of a repeated group, as things stand."""

    path: str
    question: Question
    node: Node
    context: EvaluationContext

    @property
    def is_relevant(self) -> bool:
        return self.context.is_relevant(self.node)

    @property
    def is_required(self) -> bool:
        rule = self.question.required
        return rule is not None and self._holds("required") is True

    @property
    def is_read_only(self) -> bool:
        return self.question.calculate is not None or self._holds("readonly") is True

    @property
    def text(self) -> str:
        """The answer, or what was worked out, as it will be sent."""
        self.context.read(self.node)
        return self.node.text

    @property
    def problem(self) -> str:
        """What is wrong here now: a kind of finding, or nothing."""
        if not self.is_relevant or self.question.is_group:
            return ""
        text = self.text.strip()
        if not text:
            return "missing-required" if self.is_required else ""
        try:
            typed(self.question.sort, text)
        except WrongType:
            return "wrong-type"
        if self._is_beside_the_choices(text):
            return "unknown-choice"
        return "constraint" if self._holds("constraint") is False else ""

    def message(self) -> str:
        """What the form itself says about the trouble, in the language in use."""
        words = {
            "missing-required": self.question.required_message,
            "constraint": self.question.constraint_message,
        }.get(self.problem)
        return words.say(self.context.language, self.context, self.node) if words else ""

    def label(self) -> str:
        words = self.question.label
        return words.say(self.context.language, self.context, self.node) if words else ""

    def hint(self) -> str:
        words = self.question.hint
        return words.say(self.context.language, self.context, self.node) if words else ""

    def guidance(self) -> str:
        """What the one who asks should know, and need not read aloud."""
        hint = self.question.hint
        words = hint.beside("guidance") if hint else None
        return words.say(self.context.language, self.context, self.node) if words else ""

    def beside(self, use: str) -> str:
        """The name of the "image" or the "audio" that goes with its label, if one does."""
        words = self.question.label.beside(use) if self.question.label else None
        said = words.say(self.context.language, self.context, self.node) if words else ""
        return said.rpartition("/")[2]

    def choices(self) -> list[Choice]:
        """What may be chosen, after what the other answers leave."""
        try:
            return self.context.choices_of(self.question, self.node)
        except CannotTell:
            return []

    def _holds(self, name: str) -> bool | None:
        rule = getattr(self.question, name)
        try:
            return None if rule is None else self.context.holds(rule, self.node)
        except CannotTell:
            return None

    def _is_beside_the_choices(self, text: str) -> bool:
        if not self.question.choices or not self.question.sort.startswith("select"):
            return False
        is_one = self.question.sort == "select_one"
        try:
            offered = self.context.names_of(self.question, self.node)
        except CannotTell:
            return False
        return any(each not in offered for each in ([text] if is_one else text.split()))


@dataclass(frozen=True, slots=True)
class FormState:
    """The whole form, partly answered. Made anew after each page; nothing is kept between."""

    form: Form
    context: EvaluationContext

    def __iter__(self) -> Iterator[QuestionState]:
        """Everything in the order of the form, also what does not apply."""
        for node in self.context.root.below():
            question = node.question
            if question is not None and not question.is_meta and question.parent is not None:
                yield QuestionState(node.path(), question, node, self.context)

    def open(self) -> Iterator[QuestionState]:
        """What applies now."""
        return (each for each in self if each.is_relevant)

    def problems(self) -> list[QuestionState]:
        """What keeps the form from being sent."""
        return [each for each in self.open() if each.problem]

    def answers(self) -> dict[str, object]:
        """Everything as it stands, to be kept as a draft and given to `evaluate_form` again."""
        return as_given(self.context.root)

    def xml(self, instance_id: str) -> bytes:
        """The record as a phone would send it: what does not apply is left out."""
        return as_xml(self.context, instance_id)


def evaluate_form(
    form: Form,
    answers: GivenAnswers,
    *,
    moment: datetime | None = None,
    language: str = "",
    changed: Collection[str] = (),
    convert_error: ErrorConverter | None = None,
) -> FormState:
    """See how a form stands with these answers: groups are mappings, repeats lists of them.

    `changed` are the paths of answers just given: where the form writes something then, it does.
    The state is evaluated while it is read; `convert_error` makes what it raises then.
    """
    root = Node(form.root.name, None, form.root)
    moment = moment or present_moment()
    planting = _Planting(form, moment)
    planting.below(root, form.root, answers)
    for _round in range(_MOST_ROUNDS):
        context = EvaluationContext(
            form, root, moment, language or form.default_language, fills=True,
            convert_error=convert_error,
        )  # fmt: skip
        if not (_write_changes(context, changed) or planting.add_rows(context)):
            break
        changed = ()
        for node in root.below():
            node.is_relevant, node.is_settled = None, False
    context.settle_all()
    return FormState(form, context)


def _write_changes(context: EvaluationContext, changed: Collection[str]) -> bool:
    if not changed:
        return False
    for node in list(context.root.below()):
        if node.question is not None and node.question.changes and node.path() in changed:
            for question, rule in node.question.changes:
                _write(context, node, question, rule)
    return True


def _write(context: EvaluationContext, source: Node, question: Question, rule: Rule) -> None:
    target = context.nearest(question, source)
    if target.question is question:
        with contextlib.suppress(CannotTell):
            target.text, target.is_missing = (
                written(context.scalar(rule, target), question.sort),
                False,
            )


class _Planting:
    def __init__(self, form: Form, moment: datetime):
        self._form, self._count = form, 0
        at = moment.isoformat(timespec="milliseconds")
        self._noted = {
            ("timestamp", "start"): at,
            ("timestamp", "end"): at,
            ("date", "today"): at[:10],
        }

    def below(self, node: Node, question: Question, given: GivenAnswers) -> None:
        for name, child in question.children.items():
            answer = given.get(name)
            if child.is_repeat:
                for at, row in enumerate(self._rows(child, answer), 1):
                    self._plant(node, child, row, at)
            else:
                self._plant(node, child, answer)

    def _rows(self, question: Question, answer: object) -> list[object]:
        if isinstance(answer, list):
            return answer[: self._form.limits.rows]
        return [{}] if question.how_often is None else []

    def _plant(self, parent: Node, question: Question, answer: object, row: int = 1) -> None:
        self._count += 1
        if self._count > self._form.limits.nodes:
            raise TooMuch("too-many-nodes", limit=self._form.limits.nodes)
        node = Node(question.name, parent, question)
        node.row = row
        if question.attributes:
            node.attributes = dict(question.attributes)
        if question.children:
            self.below(node, question, answer if isinstance(answer, Mapping) else {})
        else:
            node.is_missing = answer is None
            noted = self._noted.get(question.preload, question.default)
            node.text = noted if answer is None else as_text(answer)

    def add_rows(self, context: EvaluationContext) -> bool:
        """Rows that the form itself asks for: as many children as were counted, and so on."""
        has_added = False
        for node in list(context.root.below()):
            for name, child in node.question.children.items() if node.question else ():
                if child.how_often is None:
                    continue
                wanted = to_number(context.scalar(child.how_often, node))
                rows = sum(1 for each in node.children if each.name == name)
                if wanted == wanted:
                    for row in range(rows, int(min(wanted, self._form.limits.rows))):
                        self._plant(node, child, {}, row + 1)
                        has_added = True
        return has_added


def as_given(group: Node) -> dict[str, object]:
    """All that stands below, as written."""
    kept: dict[str, object] = {}
    for node in group.children:
        question = node.question
        if question is None or question.is_meta:
            continue
        value = as_given(node) if question.children else node.text
        if question.is_repeat:
            kept[node.name] = [*kept.get(node.name, ()), value]  # type: ignore[misc]
        else:
            kept[node.name] = value
    return kept


def as_text(answer: object) -> str:
    if isinstance(answer, str):
        return answer
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, date | datetime | time):
        return answer.isoformat()
    if isinstance(answer, list | tuple):
        return " ".join(map(str, answer))
    return str(answer) if isinstance(answer, int | float | Decimal) else ""


# Resuming a record


def resume_answers(form: Form, record: bytes) -> dict[str, object]:
    """Every answer as it was written, right or wrong; what was not asked yet stays out."""
    limits = form.limits
    element = root_of(
        record, most_bytes=limits.record_bytes, most_nodes=limits.nodes, deepest=limits.depth
    )
    return _below(RecordTreeBuilder(form).from_xml(element))


def _below(group: Node) -> dict[str, object]:
    kept: dict[str, object] = {}
    for node in group.children:
        question = node.question
        if question is None or question.is_meta or node.is_missing:
            continue
        value = _below(node) if question.children else node.text
        if question.is_repeat:
            kept[node.name] = [*kept.get(node.name, ()), value]  # type: ignore[misc]
        else:
            kept[node.name] = value
    return kept


# Prefilled forms


def prefilled_xform(
    xform: str, form: Form, known: GivenAnswers, may_ask: Callable[[Question], bool]
) -> tuple[bytes, int]:
    """The XForm, and how many of its questions are left out.

    A question that may not be asked never applies: so every program that reads forms takes it,
    it is neither shown nor sent, and no rule that speaks of it breaks.
    """
    root = etree.fromstring(xform.encode())
    model = root.find(f".//{XFORMS}model")
    assert model is not None  # noqa: S101 - `form` was read from it
    binds = {bind.get("nodeset", ""): bind for bind in model.iterfind(f"{XFORMS}bind")}
    left_out = [each for each in form.questions() if each.control and not may_ask(each)]
    for question in left_out:
        bind = binds.get(question.path)
        if bind is None:
            bind = etree.SubElement(model, f"{XFORMS}bind", {"nodeset": question.path})
        bind.set("relevant", "false()")
    _prefill(model.find(f"{XFORMS}instance")[0], known)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), len(left_out)


def _prefill(place: etree._Element, known: GivenAnswers) -> None:
    for element in place:
        value = known.get(local(element))
        if isinstance(value, Mapping):
            _prefill(element, value)
        elif value is not None:
            element.text = as_text(value)

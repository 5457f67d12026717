"""One pass over a record: values are made, and each rule of the form is held against them."""

from .answers import Answer, WrongType, typed
from .form import Question, Rule
from .nodes import Node
from .problems import CannotTell, Finding
from .values import Scalar, read_date, read_moment, to_number, to_text
from .world import World, written

Answers = dict[str, "Answer | Answers | list[Answers]"]
_CHOOSING = frozenset(("select_one", "select_multiple", "rank"))
_NEAR = 1e-6


class Checks:
    """Goes through the answers in the order of the form, and gathers what is to be said."""

    def __init__(self, world: World):
        self._world = world
        self.findings: list[Finding] = []
        self.files: list[tuple[str, str]] = []

    def answers_below(self, group: Node) -> Answers:
        """The values of a group; what does not apply is left out, unless it was answered."""
        kept: Answers = {}
        for node in group.children:
            question = node.question
            if question is None or question.is_meta:
                self._note_files(node)
            elif question.children:
                self._keep_group(kept, node, question)
            elif self._world.is_relevant(node):
                kept[node.name] = self._answer(node, question)
            elif node.text.strip():
                why = "calculated" if question.calculate else ""
                self._say(node, "not-relevant-but-answered", why)
                kept[node.name] = self._value(node, question)
        return kept

    def _keep_group(self, kept: Answers, node: Node, question: Question) -> None:
        below = self.answers_below(node)
        if not (below or self._world.is_relevant(node)):
            return
        rows = kept.setdefault(node.name, []) if question.is_repeat else None
        if isinstance(rows, list):
            rows.append(below)  # type: ignore[arg-type]
        else:
            kept[node.name] = below

    def _say(self, node: Node, kind: str, code: str = "") -> None:
        self.findings.append(Finding(node.path(), kind, code))

    def _note_files(self, node: Node) -> None:
        for each in node.below():
            is_file = each.question is not None and each.question.sort == "binary"
            if each.text and (is_file or each.name == "audit"):
                self.files.append((each.path(), each.text.strip()))

    def _answer(self, node: Node, question: Question) -> Answer:
        if node.is_missing:
            self._say(node, "missing-node")
        if question.calculate is not None:
            self._compare(node, question, question.calculate)
        if not node.text.strip():
            self._require(node, question)
            return None
        value = self._value(node, question)
        if question.sort in _CHOOSING and question.choices:
            self._choose(node, question)
        if question.constraint is not None and self._asks(node, question.constraint) is False:
            self._say(node, "constraint")
        return value

    def _require(self, node: Node, question: Question) -> None:
        if question.required is not None and self._asks(node, question.required, "required"):
            self._say(node, "missing-required")

    def _asks(self, node: Node, rule: Rule, sort: str = "constraint") -> bool | None:
        try:
            return self._world.holds(rule, node)
        except CannotTell as unsure:
            self._say(node, "not-evaluated", f"{sort}/{unsure.code}")
            return None

    def _value(self, node: Node, question: Question) -> Answer:
        if question.sort == "binary":
            self.files.append((node.path(), node.text.strip()))
        try:
            return typed(question.sort, node.text)
        except WrongType as wrong:
            self._say(node, "wrong-type", wrong.code)
            return node.text

    def _choose(self, node: Node, question: Question) -> None:
        chosen = [node.text.strip()] if question.sort == "select_one" else node.text.split()
        try:
            offered = self._world.names_of(question, node)
            odd = [each for each in chosen if each not in offered]
            if odd:
                whole = self._world.names_of(question, node, filtered=False)
                is_listed = all(each in whole for each in odd)
                self._say(node, "unknown-choice", "not-offered" if is_listed else "not-listed")
        except CannotTell as unsure:
            self._say(node, "not-evaluated", f"choices/{unsure.code}")

    def _compare(self, node: Node, question: Question, rule: Rule) -> None:
        """Our own result beside the one that was sent, in each language it may have been in."""
        if not rule.is_steady or node.is_missing:
            return
        world, language = self._world, self._world.language
        try:
            if any(self._agrees(node, question, rule, each) for each in self._languages()):
                return
            self._say(node, "different-calculation")
        except CannotTell as unsure:
            self._say(node, "not-evaluated", f"calculate/{unsure.code}")
        finally:
            world.language = language

    def _languages(self) -> tuple[str, ...]:
        default = self._world.form.default_language
        return (default, *(each for each in self._world.form.languages if each != default))

    def _agrees(self, node: Node, question: Question, rule: Rule, language: str) -> bool:
        self._world.language = language
        value = self._world.scalar(rule, node)
        return agree(value, node.text.strip(), question.sort)


def agree(value: Scalar, sent: str, sort: str) -> bool:
    """Whether two engines came to the same result, however each of them writes it."""
    ours = written(value, sort).strip()
    if ours == sent:
        return True
    if isinstance(value, bool):
        return sent in (("true", "1") if value else ("false", "0", ""))
    if not ours or not sent:
        return False
    one, other = to_number(ours), _number_sent(sent)
    if one == one and other == other:
        return abs(one - other) <= _NEAR * max(1.0, abs(one), abs(other))
    return _day_in(ours) == _day_in(sent) != ""


def _number_sent(sent: str) -> float:
    try:
        return (
            float(sent)
            if len(sent) < 40 and sent.isascii() and "_" not in sent
            else to_number(sent)
        )
    except ValueError:
        return to_number(sent)


def _day_in(text: str) -> str:
    moment = read_date(text) or read_moment(text)
    return to_text(moment)[:10] if moment else ""

"""Evaluates a submission against its form: values, checks, entities, and everything odd."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from lxml import etree

from .answer_types import Answer, WrongType, typed
from .evaluator import EvaluationContext, present_moment, written
from .form import Form, Limits, Question, Rule
from .form_session import FormState, as_given
from .validation import CannotTell, ErrorConverter, Finding, UnreadableForm
from .values import Node, Scalar, read_date, read_moment, to_number, to_text
from .xml import RecordTreeBuilder, local, root_of

# Checks: one pass over a record, in which each rule of the form is held against its values

Answers = dict[str, "Answer | Answers | list[Answers]"]
_SELECT_TYPES = frozenset(("select_one", "select_multiple", "rank"))
_NEAR = 1e-6


class RecordChecker:
    """Goes through the answers in the order of the form, and gathers what is to be said."""

    def __init__(self, context: EvaluationContext):
        self._world = context
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
        if question.sort in _SELECT_TYPES and question.choices:
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
        context, language = self._world, self._world.language
        try:
            if any(self._agrees(node, question, rule, each) for each in self._languages()):
                return
            self._say(node, "different-calculation")
        except CannotTell as unsure:
            self._say(node, "not-evaluated", f"calculate/{unsure.code}")
        finally:
            context.language = language

    def _languages(self) -> tuple[str, ...]:
        default = self._world.form.default_language
        return (default, *(each for each in self._world.form.languages if each != default))

    def _agrees(self, node: Node, question: Question, rule: Rule, language: str) -> bool:
        self._world.language = language
        value = self._world.scalar(rule, node)
        return results_agree(value, node.text.strip(), question.sort)


def results_agree(value: Scalar, sent: str, sort: str) -> bool:
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


# Entities


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing to create or to bring up to date, by the identity that the phone gave it."""

    dataset: str
    id: str
    creates: bool
    updates: bool
    label: str = field(default="", repr=False)
    base_version: int | None = None
    trunk_version: int | None = None
    branch_id: str = ""
    properties: Mapping[str, str] = field(default_factory=dict, repr=False)
    path: str = ""


def entities_of(context: EvaluationContext, root: Node) -> Iterator[Entity]:
    """Every entity that the record asks for: one for the whole, or one for each row."""
    if not context.form.entities:
        return
    for node in root.below():
        if node.name == "entity" and node.question is not None and node.question.is_meta:
            entity = _entity(context, node)
            if entity.creates or entity.updates:
                yield entity


def _entity(context: EvaluationContext, node: Node) -> Entity:
    told = node.attributes or {}
    label = node.child("label")
    holder = node.parent.parent if node.parent and node.parent.parent else node
    return Entity(
        dataset=told.get("dataset", ""),
        id=told.get("id", ""),
        creates=told.get("create", "") in ("1", "true"),
        updates=told.get("update", "") in ("1", "true"),
        label=label.text if label else "",
        base_version=_version(told.get("baseVersion", "")),
        trunk_version=_version(told.get("trunkVersion", "")),
        branch_id=told.get("branchId", ""),
        properties=dict(_properties(context, holder)),
        path=holder.path(),
    )


def _version(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _properties(context: EvaluationContext, holder: Node) -> Iterator[tuple[str, str]]:
    """What is saved to this entity: not what lies in a row that has an entity of its own."""
    for node in holder.children:
        question = node.question
        if question is None or question.is_meta or not context.is_relevant(node):
            continue
        if question.children:
            if "meta" not in question.children:
                yield from _properties(context, node)
        elif question.save_to and not node.is_missing:
            yield question.save_to, node.text


_CLOCKS = (("timestamp", "end"), ("timestamp", "start"), ("date", "today"))


@dataclass(frozen=True, slots=True)
class Meta:
    """What a record says of itself, and of the people or places that it writes down."""

    instance_id: str = ""
    instance_name: str = ""
    deprecated_id: str = ""
    entities: tuple[Entity, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)  # who held the phone, and so on


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an answer speaks of; it may arrive later."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record as values, what is odd in it, and what has no place in its form."""

    answers: Answers = field(repr=False)
    findings: tuple[Finding, ...]
    meta: Meta = field(repr=False)
    attachments: tuple[Attachment, ...] = field(repr=False)
    extras: Mapping[str, str] = field(repr=False)
    version: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class RecordHeader:
    """What a record says of itself before its form is known."""

    form: str
    version: str
    instance_id: str = field(repr=False)
    is_encrypted: bool = False
    replaces: bool = False  # it was sent before, and changed since


def record_header(raw: bytes) -> RecordHeader:
    """Which form it answers, and under which name; raises `UnreadableForm` if it is no record."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        raise UnreadableForm("damaged") from None
    usual = Limits()
    root = root_of(raw, most_bytes=usual.record_bytes, most_nodes=usual.nodes, deepest=usual.depth)
    name, older = (
        next((each.text or "" for each in root.iter(f"{{*}}{tag}")), "").strip()
        for tag in ("instanceID", "deprecatedID")
    )
    return RecordHeader(
        root.get("id", ""), root.get("version", ""), name or sha256(raw).hexdigest(),
        is_encrypted=root.get("encrypted") == "yes", replaces=bool(older),
    )  # fmt: skip


def answer_texts(form: Form, raw: bytes) -> dict[str, object]:
    """Every answer of a record as it is written, to be given to `evaluate_form`."""
    return as_given(RecordTreeBuilder(form).from_xml(_opened(form, raw)))


def state_as_sent(
    form: Form,
    raw: bytes,
    *,
    moment: datetime,
    language: str = "",
    convert_error: ErrorConverter | None = None,
) -> FormState:
    """A record as it was sent, beside its questions: nothing in it is worked out anew.

    The state is evaluated while it is read; `convert_error` makes what it raises then.
    """
    root = RecordTreeBuilder(form).from_xml(_opened(form, raw))
    context = EvaluationContext(
        form, root, moment, language or form.default_language, fills=False,
        convert_error=convert_error,
    )  # fmt: skip
    context.settle_all()
    return FormState(form, context)


def evaluate(form: Form, raw: bytes, *, moment: datetime | None = None) -> Outcome:
    """Read and check a record. `moment` is when it was collected, where it does not say so; the
    present, by the clock of this machine, where nobody does.
    """
    element = _opened(form, raw)
    growing = RecordTreeBuilder(form)
    root = growing.from_xml(element)
    version = element.get("version", "")
    if version != form.version:
        growing.findings.append(Finding(root.path(), "other-version"))
    now = _collected_at(form, root) or moment or present_moment()
    context = EvaluationContext(form, root, now, form.default_language, fills=False)
    context.settle_all()
    checks = RecordChecker(context)
    answers = checks.answers_below(root)
    failed_nodes = [
        Finding(node.path(), "not-evaluated", "relevant") for node in context.failed_nodes
    ]
    return Outcome(
        answers=answers,
        findings=(*growing.findings, *failed_nodes, *checks.findings),
        meta=_meta(context, root),
        attachments=tuple(Attachment(path, name) for path, name in checks.files),
        extras=growing.extras,
        version=version,
    )


def _opened(form: Form, raw: bytes) -> etree._Element:
    limits = form.limits
    element = root_of(
        raw, most_bytes=limits.record_bytes, most_nodes=limits.nodes, deepest=limits.depth
    )
    identity = element.get("id", "")
    if local(element) != form.root.name or (identity and identity != form.id):
        raise UnreadableForm("another-form")
    return element


def _collected_at(form: Form, root: Node) -> datetime | None:
    """When the record was closed, by its own word: a rule about today means that day."""
    said = {}
    for node in root.children:
        if node.question is not None and node.question.preload in _CLOCKS and node.text:
            said[node.question.preload] = node.text
    for clock in _CLOCKS:
        text = said.get(clock, "")
        found = read_moment(text) or read_date(text)
        if isinstance(found, datetime):
            return found
        if found is not None:
            return datetime(found.year, found.month, found.day, 12, tzinfo=UTC)
    return None


def _meta(context: EvaluationContext, root: Node) -> Meta:
    meta = root.child("meta")
    said = {each.name: each.text for each in meta.children if each.text} if meta else {}
    return Meta(
        instance_id=said.pop("instanceID", ""),
        instance_name=said.pop("instanceName", ""),
        deprecated_id=said.pop("deprecatedID", ""),
        others=said,
        entities=tuple(entities_of(context, root)),
    )

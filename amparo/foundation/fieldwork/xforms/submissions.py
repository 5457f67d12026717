"""What was sent, read against its form: every answer kept, and everything odd pointed out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from lxml import etree

from .answers import Answer
from .checking import Checks
from .entities import Entity, entities_of
from .filling import Filled, as_given
from .form import Form, Limits
from .growing import Growing
from .nodes import Node
from .problems import ANOTHER_FORM, DAMAGED, Finding, Unreadable
from .safe_xml import local, root_of
from .values import read_date, read_moment
from .world import World

Answers = dict[str, "Answer | Answers | list[Answers]"]
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
class Said:
    """What a record says of itself before its form is known."""

    form: str
    version: str
    instance_id: str = field(repr=False)
    is_encrypted: bool = False
    replaces: bool = False  # it was sent before, and changed since


def said_of(raw: bytes) -> Said:
    """Which form it answers, and what its telephone calls it; `Unreadable` if it is no record."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        raise Unreadable(DAMAGED) from None
    usual = Limits()
    root = root_of(raw, most_bytes=usual.record_bytes, most_nodes=usual.nodes, deepest=usual.depth)
    name, older = (
        next((each.text or "" for each in root.iter(f"{{*}}{tag}")), "").strip()
        for tag in ("instanceID", "deprecatedID")
    )
    return Said(
        root.get("id", ""), root.get("version", ""), name or sha256(raw).hexdigest(),
        is_encrypted=root.get("encrypted") == "yes", replaces=bool(older),
    )  # fmt: skip


def texts_of(form: Form, raw: bytes) -> dict[str, object]:
    """Every answer of a record as it is written, to be given to `fill`."""
    return as_given(Growing(form).from_xml(_opened(form, raw)))


def as_sent(form: Form, raw: bytes, *, moment: datetime, language: str = "") -> Filled:
    """A record as it was sent, beside its questions: nothing in it is worked out anew."""
    root = Growing(form).from_xml(_opened(form, raw))
    world = World(form, root, moment, language or form.default_language, fills=False)
    world.settle_all()
    return Filled(form, world)


def evaluate(form: Form, raw: bytes, *, moment: datetime | None = None) -> Outcome:
    """Read and check a record. `moment` is when it was collected, where it does not say so."""
    element = _opened(form, raw)
    growing = Growing(form)
    root = growing.from_xml(element)
    version = element.get("version", "")
    if version != form.version:
        growing.findings.append(Finding(root.path(), "other-version"))
    now = _collected_at(form, root) or moment or datetime.now(UTC)
    world = World(form, root, now, form.default_language, fills=False)
    world.settle_all()
    checks = Checks(world)
    answers = checks.answers_below(root)
    untold = [Finding(node.path(), "not-evaluated", "relevant") for node in world.untold]
    return Outcome(
        answers=answers,
        findings=(*growing.findings, *untold, *checks.findings),
        meta=_meta(world, root),
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
        raise Unreadable(ANOTHER_FORM)
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


def _meta(world: World, root: Node) -> Meta:
    meta = root.child("meta")
    said = {each.name: each.text for each in meta.children if each.text} if meta else {}
    return Meta(
        instance_id=said.pop("instanceID", ""),
        instance_name=said.pop("instanceName", ""),
        deprecated_id=said.pop("deprecatedID", ""),
        others=said,
        entities=tuple(entities_of(world, root)),
    )

"""Data classes of a parsed form: questions, rules, choices, limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .values import Node, Value

if TYPE_CHECKING:
    from .evaluator import EvaluationContext
    from .labels import LocalizedText, Translations
    from .lists import Lists

Run = Callable[["EvaluationContext", Node], Value]
TEXT_SORTS = frozenset({"text", "barcode", "select_one", "select_multiple", "rank", "binary"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to be asked. An unsteady one depends on the hour, on chance or on itself."""

    source: str
    run: Run
    is_steady: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be answered, and the words that people see for it."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """Where the choices of a question come from; `whole` leaves out what other answers narrow."""

    narrowed: Rule
    whole: Rule
    name: str
    label: Rule


@dataclass(eq=False, slots=True)
class Question:
    """One place in the form: a question, a calculation, a group or a repeated group."""

    name: str
    names: tuple[str, ...]
    parent: Question | None = field(default=None, repr=False)
    children: dict[str, Question] = field(default_factory=dict, repr=False)
    is_repeat: bool = False
    is_meta: bool = False
    tag: str = ""  # with its namespace, as it is written in XML
    attributes: dict[str, str] = field(default_factory=dict)
    attribute_rules: dict[str, Rule] = field(default_factory=dict)
    sort: str = "text"
    control: str = ""  # how the body asks it; nothing where it is not asked but worked out
    appearance: str = ""
    media: str = ""  # what kind of file answers it: `image/*`
    default: str = ""
    relevant: Rule | None = None
    required: Rule | None = None
    constraint: Rule | None = None
    calculate: Rule | None = None
    readonly: Rule | None = None
    how_often: Rule | None = None  # jr:count, on a repeat
    first: Rule | None = None  # a default that is worked out when the form or the row opens
    # What else is written when this answer changes, and by which rule.
    changes: list[tuple[Question, Rule]] = field(default_factory=list, repr=False)
    label: LocalizedText | None = None
    hint: LocalizedText | None = None
    constraint_message: LocalizedText | None = None
    required_message: LocalizedText | None = None
    preload: tuple[str, str] = ("", "")
    save_to: str = ""
    notes: dict[str, str] = field(default_factory=dict)  # what the caller knows of it besides
    choices: ChoiceList | tuple[tuple[str, LocalizedText], ...] = ()

    @property
    def path(self) -> str:
        return "/" + "/".join(self.names)

    @property
    def is_group(self) -> bool:
        return bool(self.children) or self.is_repeat or self.control == "group"

    def below(self) -> Iterator[Question]:
        """The place and everything under it, in the order of the form."""
        yield self
        for child in self.children.values():
            yield from child.below()


@dataclass(frozen=True, slots=True)
class EntityDeclaration:
    """What a record creates or updates: the list it goes to, and where the form says so."""

    dataset: str
    path: str
    creates: bool
    updates: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one record may hold, and how long its rules may take."""

    seconds: float = 2.0
    record_bytes: int = 5_000_000
    nodes: int = 50_000
    depth: int = 40
    rows: int = 2_000


@dataclass(frozen=True)
class Form:
    """A form ready for use. It never changes once read, so many threads may share one."""

    id: str
    version: str
    title: str
    root: Question
    languages: tuple[str, ...]
    default_language: str
    texts: Translations
    lists: Lists
    entities: tuple[EntityDeclaration, ...] = ()
    limits: Limits = Limits()
    by_path: Mapping[str, Question] = field(default_factory=dict)

    def questions(self) -> Iterator[Question]:
        return self.root.below()

    def find(self, path: str, near: Question | None = None) -> Question | None:
        """The question at a path, which may begin with `..` when it is told near which one."""
        if path.startswith("/") or near is None:
            return self.by_path.get(path)
        place: Question | None = near
        for step in path.split("/"):
            if place is None:
                return None
            if step != ".":
                place = place.parent if step == ".." else place.children.get(step)
        return place

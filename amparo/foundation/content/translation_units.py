"""What goes out to translators and comes back: the units of a text, in whatever file.

A unit is a segment or the title of a section. What comes back is taken only where the source is
still what was translated and the words still fit; all else is listed, and nothing is guessed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .document import leaves
from .grammar import problems
from .inlines import clean
from .parser import parse
from .segments import (
    Unfit,
    footnote_labels,
    footnote_stubs,
    leaf_text,
    segments,
    set_words,
    text_digest,
)

TITLE = -1  # stands for the number of a segment


@dataclass(frozen=True, slots=True)
class SourceSection:
    key: str
    title: str
    text: str  # normalised Markdown
    title_target: str = ""
    targets: Mapping[int, str] = field(default_factory=dict)  # number of a segment → translation


@dataclass(frozen=True, slots=True)
class Unit:
    key: str
    number: int  # of the segment; TITLE for the title
    kind: str
    source: str
    digest: str  # of the source's meaning
    target: str

    @property
    def name(self) -> str:
        return unit_name(self.key, self.number)


@dataclass(frozen=True, slots=True)
class Offered:
    """A unit as it came back. Its source is known by digest, or by its words, or both."""

    name: str
    target: str
    digest: str = ""
    source: str = ""


class Refused(StrEnum):
    """Why a unit is not taken. `problem_texts` has the sentences."""

    UNKNOWN = "unknown"  # no such section or segment
    CHANGED = "changed"  # the source is no longer what was translated
    SHAPE = "shape"  # more than a paragraph, or other cells
    FOOTNOTES = "footnotes"  # others than the source mentions
    GRAMMAR = "grammar"  # markup, addresses or pictures that a text may not hold
    UNFINISHED = "unfinished"  # its translator marked it so


@dataclass(frozen=True, slots=True)
class RefusedUnit:
    name: str
    reason: Refused
    excerpt: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """Section's key → number of a segment (or TITLE) → its translation; and what was not taken."""

    texts: Mapping[str, Mapping[int, str]]
    refused: tuple[RefusedUnit, ...]


class UnreadableFile(ValueError):  # noqa: N818 - a fact about a file, named for what it is
    """A file that is none of its kind, too large, or of other languages."""


def unit_name(key: str, number: int) -> str:
    return f"{key}-title" if number == TITLE else f"{key}-{number}"


def units(sections: Iterable[SourceSection]) -> list[Unit]:
    """Returns all units in reading order."""
    found = []
    for section in sections:
        digest = text_digest(section.title)
        title = Unit(section.key, TITLE, "title", section.title, digest, section.title_target)
        found.append(title)
        for one in segments(section.text):
            target = section.targets.get(one.number, "")
            found.append(Unit(section.key, one.number, one.kind, one.text, one.digest, target))
    return found


def accept(sections: Iterable[SourceSection], offered: Iterable[Offered]) -> Accepted:
    """Returns what of a translated file still fits, normalised, and a list of the rest.

    A unit that moved within its section is found by its source. Units without a translation are
    passed over.
    """
    known = {section.key: section for section in sections}
    current = {key: units([section]) for key, section in known.items()}
    texts: dict[str, dict[int, str]] = {}
    refused = []
    for one in offered:
        if not one.target.strip():
            continue
        key = one.name.rpartition("-")[0]
        unit = _find(current.get(key, []), one)
        if isinstance(unit, Refused):
            refused.append(RefusedUnit(one.name, unit, one.target))
            continue
        said = _fitted(known[key], unit, one.target)
        if isinstance(said, Refused):
            refused.append(RefusedUnit(one.name, said, one.target))
        else:
            texts.setdefault(key, {})[unit.number] = said
    return Accepted(texts, tuple(refused))


def _find(current: list[Unit], one: Offered) -> Unit | Refused:
    same = [unit for unit in current if _is_source(unit, one)]
    placed = [unit for unit in same if unit.name == one.name]
    if placed:
        return placed[0]
    if len(same) == 1:
        return same[0]
    return Refused.CHANGED if any(unit.name == one.name for unit in current) else Refused.UNKNOWN


def _is_source(unit: Unit, one: Offered) -> bool:
    if one.digest:
        return unit.digest == one.digest
    return bool(one.source) and unit.source == one.source


def _fitted(section: SourceSection, unit: Unit, target: str) -> str | Refused:
    if unit.number == TITLE:
        return clean(target).strip()
    if set(footnote_labels(target)) != set(footnote_labels(unit.source)):
        return Refused.FOOTNOTES
    if unit.kind != "figure" and problems(target + footnote_stubs(target)):
        return Refused.GRAMMAR
    leaf = next(one for one in leaves(parse(section.text)) if one.number == unit.number)
    try:
        set_words(leaf, target)
    except Unfit:
        return Refused.SHAPE
    return leaf_text(leaf)

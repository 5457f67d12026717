"""What a reading of a file would do to the commitments of its document: new, changed, the same,
no longer there. Nothing here writes.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from amparo.foundation.content.segments import State, word_diff
from amparo.ui import formats

from .models import (
    Commitment,
    CommitmentAuthor,
    FormerWording,
    ImportedItem,
    Position,
    RecommendationImport,
    SourceDocument,
)
from .recommendations import Author, Reading, Recommendation, pair_changed, reference_key

type Answer = tuple[str, date | None, str]


@dataclass(slots=True)
class Known:
    """A commitment of the document as it is recorded."""

    pk: int
    reference: str
    text: str
    theme: str
    country: str
    deadline: date | None
    state: str
    key: str = ""
    is_item: bool = False
    authors: set[Author] = field(default_factory=set)
    positions: list[tuple[str, date | None]] = field(default_factory=list)


@dataclass
class Change:
    """A commitment of which the file says something else than is recorded."""

    item: Recommendation
    known: Known
    has_other_words: bool
    has_other_theme: bool
    new_authors: list[Author]
    # Authors that are recorded and no longer stand in the file: they stay.
    gone_authors: list[Author]
    new_answers: list[Answer]
    has_deadline: bool

    @property
    def is_any(self) -> bool:
        return bool(
            self.has_other_words or self.has_other_theme or self.new_authors or self.new_answers
            or self.has_deadline
        )  # fmt: skip

    @cached_property
    def word_changes(self) -> list[tuple[State, str]]:
        """The old and the new wording, run by run: removed, added, the same."""
        return word_diff(self.known.text, self.item.text)

    @property
    def stand_labels(self) -> list[str]:
        return [str(Position.Answer(answer).label) for answer, _on, _source in self.new_answers]

    @property
    def author_labels(self) -> str:
        return formats.join_list(
            formats.country_name(each.country) if each.country else each.name
            for each in self.new_authors
        )


@dataclass(frozen=True)
class Replaced:
    """A commitment whose wording an import replaced, with the words of both."""

    commitment: Commitment
    word_changes: list[tuple[State, str]]


def replaced_wordings(importing: RecommendationImport, most: int) -> list[Replaced]:
    """Returns what an import replaced, beside how it reads today. Two queries."""
    rows = FormerWording.objects.filter(replaced_in=importing).select_related("commitment")
    return [
        Replaced(each.commitment, word_diff(each.text, each.commitment.text))
        for each in rows.order_by("pk")[:most]
        if each.text != each.commitment.text
    ]


@dataclass
class Comparison:
    reading: Reading
    new: list[Recommendation] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    # Recorded, the same as in the file.
    same: list[Known] = field(default_factory=list)
    gone: list[Known] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "found": len(self.reading.found), "new": len(self.new),
            "changed": len(self.changed), "same": len(self.same), "gone": len(self.gone),
            "joint": self.reading.joint, "doubles": len(self.reading.doubles),
            "problems": self.reading.left_out,
        }  # fmt: skip


def compare(
    document: SourceDocument, reading: Reading, stated_on: date | None = None
) -> Comparison:
    """Compares a file with what is recorded of its document, in at most five queries.

    `stated_on` is the day of positions that have none of their own.
    """
    compared = Comparison(reading)
    known = _known(document)
    left = dict(known)
    unmatched = []
    for item in reading.found:
        there = left.pop(item.key, None)
        if there is None:
            unmatched.append(item)
        else:
            _sort(compared, item, there, stated_on)
    old = {each.pk: each for each in left.values() if each.is_item and not each.reference}
    pairs = pair_changed(
        [each for each in unmatched if not each.reference],
        {each.pk: (each.country, each.text) for each in old.values()},
    ) if old else {}  # fmt: skip
    for item in unmatched:
        if item.key in pairs:
            there = old[pairs[item.key]]
            del left[there.key]
            _sort(compared, item, there, stated_on)
        else:
            compared.new.append(item)
    compared.gone = list(left.values())
    return compared


def _sort(
    compared: Comparison, item: Recommendation, known: Known, stated_on: date | None
) -> None:
    change = Change(
        item, known,
        item.text != known.text and item.text.casefold() != known.text.casefold(),
        bool(item.theme) and item.theme != known.theme,
        [each for each in item.authors if each not in known.authors],
        [each for each in known.authors if each not in item.authors],
        new_answers(item.positions, known.positions, stated_on),
        item.deadline is not None and item.deadline != known.deadline,
    )  # fmt: skip
    if change.is_any:
        compared.changed.append(change)
    else:
        compared.same.append(known)


def new_answers(
    found: list[Answer], recorded: list[tuple[str, date | None]], stated_on: date | None
) -> list[Answer]:
    """Returns the positions of a file that are neither the last recorded ones nor recorded of
    the same day. `recorded` are in the order of their days.
    """
    last = {stand for stand, _on in recorded[-len(found) :]} if found else set()
    dated = {each for each in recorded if each[1] is not None}
    return [
        (answer, on or stated_on, source)
        for answer, on, source in found
        if answer not in last and (answer, on or stated_on) not in dated
    ]


def _known(document: SourceDocument) -> dict[str, Known]:
    """What is recorded of a document, by the key under which a file would name it."""
    rows = document.commitments.values_list(
        "pk", "reference", "text", "theme", "country", "deadline", "state"
    )
    by_pk = {row[0]: Known(*row) for row in rows.order_by("pk").iterator(2000)}
    if not by_pk:
        return {}
    items = ImportedItem.objects.filter(document=document).values_list("commitment", "key")
    for pk, key in items.iterator(2000):
        by_pk[pk].key, by_pk[pk].is_item = key, True
    authors = CommitmentAuthor.objects.filter(commitment__document=document, organization=None)
    for pk, country, name in authors.values_list("commitment", "country", "name").iterator(2000):
        by_pk[pk].authors.add(Author(country, name))
    _add_positions(document, by_pk)
    for each in by_pk.values():
        if not each.key and each.reference:
            each.key = reference_key(each.reference)
    return {each.key: each for each in by_pk.values() if each.key}


def _add_positions(document: SourceDocument, by_pk: dict[int, Known]) -> None:
    found: dict[int, list[tuple[date, int, str, date | None]]] = defaultdict(list)
    rows = Position.objects.filter(commitment__document=document)
    for pk, number, answer, on in rows.values_list(
        "commitment", "pk", "answer", "stated_on"
    ).iterator(2000):
        found[pk].append((on or date.min, number, answer, on))
    for pk, lines in found.items():
        by_pk[pk].positions = [(answer, on) for _day, _number, answer, on in sorted(lines)]

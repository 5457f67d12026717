"""The words of every list, in the reader's language: what forms offer and pages say.

Kept in memory, and read anew when the edition in the database has changed: one small query a
request, or a second. Where no list was loaded yet, the shipped ones are in force as they are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic

from django.db import transaction
from django.utils.translation import get_language

from amparo.ui.languages import SOURCE, text_in

from ..audit import log
from ..extension_points import code_lists_loaded, shipped_text_sources
from .bundled import BundledCode, bundled_codes, shipped_texts
from .models import CodeListEdition, CodeListEntry

shipped_text_sources.register(shipped_texts)

LOOK_EVERY = 1.0

# Lists whose lines are grouped by a line of another list.
GROUPED_BY = {
    "factor": "level", "obligation": "right", "trafficking_indicator": "trafficking_element",
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One line of a list, as pages use it."""

    code: str
    labels: dict[str, str]
    parent: str = ""
    is_active: bool = True
    extra: dict = field(default_factory=dict)

    @property
    def label(self) -> str:
        return text_in(self.labels, get_language() or SOURCE)


type Lists = dict[str, dict[str, Term]]
type Choices = list[tuple[str, str]]


def choices(name: str, *, keep: str = "", **where: object) -> Choices:
    """Returns what a form offers of a list, in its order; `keep` is a retired code that is still
    chosen.

    `where` narrows by other columns of the entry: `choices("factor", level="family")`; a tuple
    means any of its values.
    """
    return [
        (term.code, term.label)
        for term in terms(name)
        if (term.is_active or term.code == keep) and _says(term, where)
    ]


def lazy_choices(name: str, *, keep: str = "", **where: object) -> Callable[[], Choices]:
    """The same, asked anew each time: for a form field, whose language is the reader's."""
    return lambda: choices(name, keep=keep, **where)


def tree(name: str, **where: object) -> "list[tuple[str, Choices]]":
    """A list in its groups, as Django's grouped choices: (label of the group, choices)."""
    offered = [term for term in terms(name) if term.is_active and _says(term, where)]
    groups: dict[str, Choices] = {}
    parents = {term.parent for term in offered}
    for term in offered:
        if term.parent or term.code not in parents:
            group = label(GROUPED_BY.get(name, name), term.parent or term.code)
            groups.setdefault(group, []).append((term.code, term.label))
    return list(groups.items())


def label(name: str, code: str) -> str:
    """The words for a code; an unknown one is shown as it is, never as an error."""
    term = find(name, code)
    return term.label if term else code


def find(name: str, code: str) -> Term | None:
    return _lists().get(name, {}).get(str(code))


def require(name: str, *codes: str) -> None:
    """A code that is on no list never reaches the database."""
    for code in codes:
        if code and find(name, code) is None:
            raise ValueError(f"{code} is not on the list {name}.")


def terms(name: str) -> list[Term]:
    return list(_lists().get(name, {}).values())


def names() -> list[str]:
    return sorted(_lists())


def _says(term: Term, where: dict[str, object]) -> bool:
    return all(_is(term.extra.get(key), wanted) for key, wanted in where.items())


def _is(value: object, wanted: object) -> bool:
    return value in wanted if isinstance(wanted, tuple | set | frozenset) else value == wanted


# The lists in memory.


@dataclass
class _Memory:
    lists: Lists = field(default_factory=dict)
    stamp: object = "nothing read yet"
    looked_at: float = float("-inf")


_memory = _Memory()


def forget() -> None:
    """Read the lists anew at the next question."""
    _memory.stamp = "forgotten"
    check_edition()


def check_edition(**signal: object) -> None:
    """Compare the edition at the next question: sent at the start of every request."""
    _memory.looked_at = float("-inf")


def _lists() -> Lists:
    if monotonic() - _memory.looked_at >= LOOK_EVERY:
        # The stamp is read before the lines: a change in between is seen at the next look.
        stamp = CodeListEdition.in_force()
        if stamp != _memory.stamp:
            _memory.lists = _read() if stamp else _arrange(map(_as_shipped, bundled_codes()))
            _memory.stamp = stamp
        _memory.looked_at = monotonic()
    return _memory.lists


def _read() -> Lists:
    return _arrange(map(_as_kept, CodeListEntry.objects.order_by("list", "order", "pk")))


def _as_kept(row: CodeListEntry) -> tuple[str, Term]:
    return row.list, Term(row.code, row.labels, row.parent, row.is_active, row.extra)


def _as_shipped(line: BundledCode) -> tuple[str, Term]:
    return line.list, Term(line.code, line.labels, line.parent, extra=line.extra)


def _arrange(found: Iterable[tuple[str, Term]]) -> Lists:
    lists: Lists = {}
    for name, term in found:
        lists.setdefault(name, {})[term.code] = term
    return lists


# Loading them into the database.


@dataclass(frozen=True)
class Loaded:
    added: int
    renewed: int
    total: int


@transaction.atomic
def load() -> Loaded:
    """Bring the shipped lists in. Twice changes nothing; what an administrator edited stays."""
    there = {(line.list, line.code): line for line in CodeListEntry.objects.all()}
    new, renewed = [], []
    for line in bundled_codes():
        row = there.get((line.list, line.code))
        if row is None:
            new.append(CodeListEntry(list=line.list, code=line.code, **_fields(line)))
        elif _renew(row, line):
            renewed.append(row)
    CodeListEntry.objects.bulk_create(new, batch_size=500)
    CodeListEntry.objects.bulk_update(renewed, list(_fields(bundled_codes()[0])), batch_size=200)
    if new or renewed or CodeListEdition.in_force() is None:
        log.log_event(None, "codes.loaded", CodeListEdition.turn(), count=len(new) + len(renewed))
    code_lists_loaded.send(CodeListEntry, total=len(bundled_codes()))
    return Loaded(len(new), len(renewed), len(bundled_codes()))


def _renew(row: CodeListEntry, line: BundledCode) -> bool:
    """Take over what the shipped line says anew, except what was edited here."""
    changed = False
    fields = _fields(line)
    reworded = {code: row.labels[code] for code in row.edited if code in row.labels}
    fields["labels"] = fields["labels"] | reworded
    for name, value in fields.items():
        if name not in row.edited and getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed


def _fields(line: BundledCode) -> dict:
    return {
        "labels": line.labels,
        "parent": line.parent,
        "order": line.order,
        "source": line.source,
        "extra": line.extra,
    }

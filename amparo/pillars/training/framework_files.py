"""A framework of competencies as a file: CASE JSON of 1EdTech, or a table. Pure.

Of a CASE package the document, its items and their `isChildOf` and `exactMatchOf` associations are
read (CASE 1.0 and 1.1: `CFDocument`, `CFItems`, `CFAssociations`); everything else is left aside.
What cannot be read is a problem of one item: the others are read all the same.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

LONGEST_TEXT, LONGEST_CODE, LONGEST_ADDRESS = 1000, 40, 500
MOST_ITEMS = 5_000
# What a table may have as columns, besides `statement_en` and so on for each language.
CODE, PARENT, ALIGNMENT, STATEMENT = "code", "parent", "alignment", "statement"
_ALIASES = {
    "code": CODE, "humancodingscheme": CODE, "identifier": CODE, "código": CODE, "codigo": CODE,
    "parent": PARENT, "ischildof": PARENT, "parent code": PARENT, "parent_code": PARENT,
    "alignment": ALIGNMENT, "alignment_url": ALIGNMENT, "uri": ALIGNMENT, "url": ALIGNMENT,
    "statement": STATEMENT, "fullstatement": STATEMENT, "text": STATEMENT,
}  # fmt: skip


class UnreadableFramework(ValueError):  # noqa: N818 - an answer for the person
    """The file is no framework; `code` says why: not_json, no_document, no_items, too_many,
    no_columns.
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class FrameworkItem:
    """One competency of a file. `parent` is the code of the one that it is part of, or ""."""

    code: str
    statements: Mapping[str, str]
    parent: str = ""
    alignment_url: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class Problem:
    """Why one item is refused: no_code, no_statement, long_statement, long_code, repeated_code,
    no_language, unknown_parent, refused_parent, circle, several_parents (a remark, not a refusal).
    """

    code: str
    item: str
    row: int = 0

    @property
    def is_refusal(self) -> bool:
        return self.code != "several_parents"


@dataclass
class FrameworkFile:
    """What was read of a file: the framework as it calls itself, its items, parents first."""

    title: str = ""
    publisher: str = ""
    url: str = ""
    identifier: str = ""
    items: list[FrameworkItem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "FrameworkFile":
        """Returns what `as_json` gave."""
        items = [FrameworkItem(**each) for each in kept["items"]]
        problems = [Problem(**each) for each in kept["problems"]]
        return cls(**{**kept, "items": items, "problems": problems})


def read_case(content: bytes, languages: Sequence[str], language: str) -> FrameworkFile:
    """Reads a CASE package. `language` is that of what says none itself, or one that is none of
    `languages`. Raises UnreadableFramework.
    """
    try:
        package = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise UnreadableFramework("not_json") from None
    if not isinstance(package, dict) or not isinstance(package.get("CFDocument"), dict):
        raise UnreadableFramework("no_document")
    listed = [each for each in _list(package, "CFItems") if isinstance(each, dict)]
    if not listed:
        raise UnreadableFramework("no_items")
    if len(listed) > MOST_ITEMS:
        raise UnreadableFramework("too_many")
    document = package["CFDocument"]
    publisher = _text(document, "publisher") or _text(document, "creator")
    publisher = _text(document, "publisher") or _text(document, "creator")
    file = FrameworkFile(
        _text(document, "title")[:200],
        publisher[:200],
        _address(document, "officialSourceURL") or _address(document, "uri"),
        _text(document, "identifier")[:100],
    )
    own = _language(_text(document, "language"), languages) or language
    associations = [each for each in _list(package, "CFAssociations") if isinstance(each, dict)]
    codes = {_text(each, "identifier"): _case_code(each) for each in listed}
    parents = _parents(associations, codes, file)
    matches = _matches(associations)
    read = []
    for each in listed:
        identifier = _text(each, "identifier")
        said = _language(_text(each, "language"), languages) or own
        read.append(
            FrameworkItem(
                _case_code(each), {said: _text(each, "fullStatement")} if said else {},
                codes.get(parents.get(identifier, ""), "")
                or ("?" if parents.get(identifier) else ""),
                matches.get(identifier) or _address(each, "uri"), identifier[:100],
            )
        )  # fmt: skip
    _keep_good(read, file)
    return file


def read_table(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], languages: Sequence[str],
    language: str,
) -> FrameworkFile:  # fmt: skip
    """Reads the numbered rows of a table: a code, a statement for each language, the code of the
    parent, an address. A column `statement` is in `language`. Raises UnreadableFramework.
    """
    columns = _columns(header, languages, language)
    if CODE not in columns.values() or not {*columns.values()} & {*languages}:
        raise UnreadableFramework("no_columns")
    file = FrameworkFile()
    read: list[FrameworkItem] = []
    numbers: list[int] = []
    for number, row in rows:
        said = {columns[at]: cell.strip() for at, cell in enumerate(row) if at in columns}
        if not any(said.values()):
            continue
        if len(read) == MOST_ITEMS:
            raise UnreadableFramework("too_many")
        statements = {code: said[code] for code in languages if said.get(code)}
        address = said.get(ALIGNMENT, "")
        read.append(
            FrameworkItem(
                said.get(CODE, ""), statements, said.get(PARENT, ""),
                address if _is_address(address) else "",
            )
        )  # fmt: skip
        numbers.append(number)
    if not read:
        raise UnreadableFramework("no_items")
    _keep_good(read, file, numbers)
    return file


def _columns(header: Sequence[str], languages: Sequence[str], language: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for at, name in enumerate(header):
        words = name.strip().lower().replace("-", "_")
        column = _ALIASES.get(words, "")
        if words.rpartition("_")[0] in ("statement", "text", "fullstatement"):
            column = _language(words.rpartition("_")[2], languages)
        if column == STATEMENT:
            column = language
        if column and column not in found.values():
            found[at] = column
    return found


def _parents(
    associations: Iterable[Mapping[str, Any]], codes: Mapping[str, str], file: FrameworkFile
) -> dict[str, str]:
    """Returns for each child the identifier of its parent, by its place in the order; none for
    children of the document.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for each in associations:
        if _text(each, "associationType") != "isChildOf":
            continue
        child, parent = _end(each, "originNodeURI"), _end(each, "destinationNodeURI")
        if child in codes and parent != file.identifier:
            place = each.get("sequenceNumber")
            order = place if isinstance(place, int) else MOST_ITEMS
            found.setdefault(child, []).append((order, parent))
    for child, ends in found.items():
        if len({parent for _order, parent in ends}) > 1:
            file.problems.append(Problem("several_parents", codes[child]))
    return {child: min(ends)[1] for child, ends in found.items()}


def _matches(associations: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Returns where the same competency is described elsewhere, by identifier."""
    found: dict[str, str] = {}
    for each in associations:
        there = each.get("destinationNodeURI")
        if _text(each, "associationType") != "exactMatchOf" or not isinstance(there, dict):
            continue
        if address := _address(there, "uri"):
            found.setdefault(_end(each, "originNodeURI"), address)
    return found


def _keep_good(
    read: Sequence[FrameworkItem], file: FrameworkFile, numbers: Sequence[int] = ()
) -> None:
    """Puts what can be taken into the file, parents before their parts; the rest are problems."""
    counts = Counter(each.code for each in read)
    rows = dict(zip(map(id, read), numbers, strict=False))
    good: dict[str, FrameworkItem] = {}
    for each in read:
        fault = _fault(each, counts)
        if fault:
            file.problems.append(Problem(fault, _name(each), rows.get(id(each), 0)))
        else:
            good[each.code] = each
    placed: dict[str, FrameworkItem] = {}
    states: dict[str, str] = {}
    for each in good.values():
        _place(each, good, counts, placed, states)
    for code, fault in states.items():
        if fault:
            file.problems.append(Problem(fault, code, rows.get(id(good[code]), 0)))
    file.items = list(placed.values())


def _place(
    item: FrameworkItem, good: Mapping[str, FrameworkItem], known: Counter,
    placed: dict[str, FrameworkItem], states: dict[str, str],
) -> None:  # fmt: skip
    """Places an item after those that it lies in. Without recursion: a file may nest deeply."""
    way: list[FrameworkItem] = []
    at: FrameworkItem | None = item
    fault = ""
    while at is not None and at.code not in states:
        if at in way:
            fault = "circle"
            break
        way.append(at)
        if at.parent and at.parent not in good:
            fault = "refused_parent" if at.parent in known else "unknown_parent"
            break
        at = good.get(at.parent)
    if not fault and at is not None and states[at.code]:
        fault = "refused_parent"
    for each in reversed(way):
        states[each.code] = fault
        if not fault:
            placed[each.code] = each
        elif fault != "circle":
            fault = "refused_parent"


def _fault(item: FrameworkItem, counts: Counter) -> str:
    """Why an item is refused by itself; "" where it can be taken."""
    if not item.code:
        return "no_code"
    if len(item.code) > LONGEST_CODE:
        return "long_code"
    if counts[item.code] > 1:
        return "repeated_code"
    if not item.statements:
        return "no_language" if item.identifier else "no_statement"
    if not any(item.statements.values()):
        return "no_statement"
    if any(len(text) > LONGEST_TEXT for text in item.statements.values()):
        return "long_statement"
    return ""


def _name(item: FrameworkItem) -> str:
    return item.code[:LONGEST_CODE] or next(iter(item.statements.values()), "")[:LONGEST_CODE]


def _case_code(item: Mapping[str, Any]) -> str:
    """Its human code; an item without one goes by the beginning of its identifier."""
    return _text(item, "humanCodingScheme") or _text(item, "identifier")[:13]


def _list(package: Mapping[str, Any], name: str) -> list[Any]:
    found = package.get(name)
    return found if isinstance(found, list) else []


def _end(association: Mapping[str, Any], name: str) -> str:
    end = association.get(name)
    return _text(end, "identifier") if isinstance(end, dict) else ""


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return " ".join(value.replace("\0", "").split()) if isinstance(value, str) else ""


def _address(item: Mapping[str, Any], name: str) -> str:
    found = _text(item, name)
    return found if _is_address(found) else ""


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and len(text) <= LONGEST_ADDRESS


def _language(said: str, languages: Sequence[str]) -> str:
    """The language of the site that a tag such as "es-CR" means; "" for others."""
    code = said.strip().lower().replace("_", "-").split("-")[0]
    return code if code in languages else ""

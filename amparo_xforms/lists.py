"""Secondary instances of a form: choice lists, look-up tables, places."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lxml import etree

from .validation import CannotTell, TooMuch, UnreadableForm
from .values import Node
from .xml import local, root_of

Files = Callable[[str], bytes | None]
LARGEST_FILE = 30_000_000
MOST_CELLS = 1_500_000


class Lists:
    """Every list by its name; one whose file is not at hand makes its rules say so."""

    def __init__(self, inner: Mapping[str, Node], sources: Mapping[str, str], files: Files | None):
        self._inner, self._sources = inner, sources
        self._outer = {name: _loaded(source, files) for name, source in sources.items()}
        self.missing = tuple(
            sorted(_file_name(sources[name]) for name, top in self._outer.items() if top is None)
        )

    def with_files(self, files: Files) -> "Lists":
        """The same lists with newer files."""
        return Lists(self._inner, self._sources, files)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._inner) | frozenset(self._sources)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that the form needs beside it."""
        return tuple(sorted(map(_file_name, self._sources.values())))

    def top(self, name: str) -> Node:
        top = self._inner.get(name) or self._outer.get(name)
        if top is None:
            raise CannotTell("missing-list")
        return top

    def lines(self, name: str, column: str, value: str) -> list[Node]:
        """The lines of a list where one column holds a value."""
        root = self.top(name).children[0]
        return self.lines_below(
            root, root.children[0].name if root.children else "", column, value
        )

    def lines_below(self, node: Node, name: str, column: str, value: str) -> list[Node]:
        """The same, from an index that is made the first time a column is asked."""
        if node.index is None:
            node.index = {}
        found = node.index.get((name, column))
        if found is None:
            found = {}
            for line in node.children:
                if line.name == name:
                    for cell in line.children:
                        if cell.name == column:
                            found.setdefault(cell.text, []).append(line)
            node.index[name, column] = found
        return found.get(value, [])


def _file_name(source: str) -> str:
    return source.rpartition("/")[2]


def _loaded(source: str, files: Files | None) -> Node | None:
    name = _file_name(source)
    raw = files(name) if files and source.startswith("jr://file") else None
    return None if raw is None else read_list(name, raw)


def read_list(name: str, raw: bytes) -> Node:
    """The list in a file beside a form; `UnreadableForm` where there is none in it."""
    if len(raw) > LARGEST_FILE:
        raise TooMuch("too-large")
    if name.lower().endswith(".csv"):
        return _from_csv(raw)
    if name.lower().endswith((".geojson", ".json")):
        return _from_geojson(raw)
    return from_xml([root_of(raw, most_bytes=LARGEST_FILE, most_nodes=MOST_CELLS, deepest=20)])


def from_xml(elements: Iterable[etree._Element]) -> Node:
    """A list written as XML, under a top of its own."""
    top = Node("")
    waiting = [(element, top) for element in elements]
    for element, parent in waiting:
        node = Node(local(element), parent)
        node.text = (element.text or "") if not len(element) else ""
        if element.attrib:
            node.attributes = {str(key): str(value) for key, value in element.attrib.items()}
        waiting.extend((child, node) for child in element)
    return top


def _table() -> tuple[Node, Node]:
    top = Node("")
    return top, Node("root", top)


def _line(root: Node, cells: Iterable[tuple[str, str]]) -> None:
    item = Node("item", root)
    for name, text in cells:
        Node(name, item).text = text


def _from_csv(raw: bytes) -> Node:
    top, root = _table()
    try:
        text = raw.decode("utf-8-sig")
        first = text.partition("\n")[0]
        comma = ";" if first.count(";") > first.count(",") else ","
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
        header = [name.strip() for name in next(rows, [])]
        cells = 0
        for row in rows:
            if not any(row):
                continue
            cells += len(header)
            if cells > MOST_CELLS:
                raise TooMuch("too-many-nodes", limit=MOST_CELLS)
            row += [""] * (len(header) - len(row))
            _line(root, zip(header, row, strict=False))
    except (UnicodeDecodeError, csv.Error):
        raise UnreadableForm("damaged") from None
    return top


def _from_geojson(raw: bytes) -> Node:
    top, root = _table()
    try:
        features = json.loads(raw)["features"]
        for feature in features[: MOST_CELLS // 10]:
            told = {str(key): value for key, value in (feature.get("properties") or {}).items()}
            if "id" in feature:
                told["id"] = feature["id"]
            told["geometry"] = _geometry(feature.get("geometry") or {})
            _line(root, ((key, _cell(value)) for key, value in told.items()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableForm("damaged") from None
    return top


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _geometry(shape: Mapping[str, Any]) -> str:
    """A place as phones write it: latitude first, then longitude, height and precision."""
    places = shape.get("coordinates", [])
    if shape.get("type") == "Point":
        places = [places]
    elif shape.get("type") == "Polygon":
        places = places[0]
    return "; ".join(f"{place[1]} {place[0]} 0 0" for place in places)

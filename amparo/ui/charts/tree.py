"""The tree: a family, or who trained whom. Couples on a line, children from its middle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from .chart import Cell, Chart, KeyEntry, Reader, Table
from .drawing import Drawing, Line, Path, Rect, Shape, Text, polyline, text_lines
from .text import LINE, measure, shorten, wrap
from .values import Value

_SLOT = 116.0  # the room of one member in a row
_ARCH, _TALL = 38.0, 48.0
_BAND = 24.0  # room over a row for lines that pass above it
_LAYER = _TALL + 3 * LINE + 44
_INDENT, _BOX = 26.0, 38.0


class State(StrEnum):
    """How a member stands in the picture; each has its own outline, and words beside it."""

    MAIN = "main"
    USUAL = "usual"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True)
class Member:
    """One node. `detail` says in words what its outline shows: it is needed for OPEN and ENDED."""

    key: str
    label: str
    detail: str = ""
    initials: str = ""
    state: State = State.USUAL
    url: str = ""


@dataclass(frozen=True)
class Union:
    """Parents with their children; one parent, several, or none where only siblings are known."""

    parents: tuple[str, ...]
    children: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Tree(Chart):
    """A family or a cascade. Where it is too wide for its room, it is an indented list."""

    members: tuple[Member, ...]
    unions: tuple[Union, ...]
    member_name: str
    detail_name: str
    from_name: str
    open_name: str = ""
    ended_name: str = ""

    def check(self) -> None:
        keys = [member.key for member in self.members]
        if len(set(keys)) < len(keys):
            raise ValueError("Two members have one key")
        named = {key for union in self.unions for key in (*union.parents, *union.children)}
        if not named <= set(keys):
            raise ValueError(f"{sorted(named - set(keys))} are no members")
        for member in self.members:
            if member.state in (State.OPEN, State.ENDED) and not member.detail:
                raise ValueError(f"Words say why {member.key} is {member.state}")
        self.find_layers()

    def values(self) -> Iterable[Value]:
        return (1 for _member in self.members)

    def find_layers(self) -> dict[str, int]:
        """The generation of each, from 0. Raises ValueError for an ancestor of oneself."""
        layers = {member.key: 0 for member in self.members}
        for _round in range(2 * len(self.members) + 1):
            before = dict(layers)
            for union in self.unions:
                _lower(union, layers)
            if layers == before:
                return layers
        raise ValueError("Somebody is among their own ancestors")

    def in_order(self) -> Iterator[tuple[Member, int, str]]:
        """Each member once, with its depth and the key of whom it follows, as a family is read."""
        members = {member.key: member for member in self.members}
        seen: set[str] = set()

        def visit(key: str, depth: int, after: str) -> Iterator[tuple[Member, int, str]]:
            if key in seen:
                return
            seen.add(key)
            yield members[key], depth, after
            for union in (union for union in self.unions if key in union.parents):
                for partner in union.parents:
                    yield from visit(partner, depth, f"&{key}")
                for child in union.children:
                    yield from visit(child, depth + 1, key)

        children = {child for union in self.unions if union.parents for child in union.children}
        roots = [member.key for member in self.members if member.key not in children]
        for key in (*roots, *members):
            yield from visit(key, 0, "")

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        layers = self.find_layers()
        rows: dict[int, list[str]] = {}
        for member, _depth, _after in self.in_order():
            rows.setdefault(layers[member.key], []).append(member.key)
        broadest = max(map(len, rows.values()), default=0)
        if broadest * _SLOT > width:
            return self._lay_out_list(width)
        return self._lay_out_rows(width, [rows[at] for at in sorted(rows)])

    # A picture in rows

    def _lay_out_rows(self, width: int, rows: list[list[str]]) -> Drawing:
        places = place_rows(rows, self.unions, width)
        tops = {key: _BAND + at * _LAYER for at, row in enumerate(rows) for key in row}
        drawing = Drawing(width, max(len(rows), 1) * _LAYER - 12)
        for number, union in enumerate(self.unions):
            drawing.add(*_draw_union(union, number, places, tops, rows))
        for member in self.members:
            drawing.add(*_draw_member(member, places[member.key], tops[member.key]))
        return drawing

    # A list

    def _lay_out_list(self, width: int) -> Drawing:
        found = list(self.in_order())
        deepest = max((depth for _member, depth, _after in found), default=0)
        indent = min(_INDENT, (width - 190) / deepest) if deepest else 0
        drawing = Drawing(width, max(len(found) * (_BOX + 8) - 4, LINE))
        tops: dict[str, tuple[float, float]] = {}
        boxes: list[Shape] = []
        for at, (member, depth, after) in enumerate(found):
            x, y = depth * indent + 2, at * (_BOX + 8) + 2
            tops[member.key] = x, y
            is_open = self._is_open(member.key, after)
            drawing.add(*_draw_link(after, tops, x, y, is_open=is_open))
            boxes += _draw_box(member, x, y, width - x - 2)
        drawing.add(*boxes)
        return drawing

    def _is_open(self, key: str, after: str) -> bool:
        other = after.removeprefix("&")
        among = [{*union.parents, *union.children} for union in self.unions if union.is_open]
        return bool(other) and any({key, other} <= each for each in among)

    def table(self, reader: Reader) -> Table:
        rows = []
        for member in self.members:
            above = [each.label for each in self._parents_of(member.key)]
            cells = (
                Cell(member.label, member.url),
                Cell(member.detail or "–"),
                Cell(reader.list_separator.join(above) or "–"),
            )
            rows.append(cells)
        return Table((self.member_name, self.detail_name, self.from_name), tuple(rows))

    def _parents_of(self, key: str) -> list[Member]:
        keys = {each for union in self.unions if key in union.children for each in union.parents}
        return [member for member in self.members if member.key in keys]

    def key(self, reader: Reader) -> list[KeyEntry]:
        states = {member.state for member in self.members}
        names = ((State.OPEN, self.open_name), (State.ENDED, self.ended_name))
        shown = [(state, name) for state, name in names if name and state in states]
        return [KeyEntry(f"chart-member-{state}", "bar", name) for state, name in shown]


def _lower(union: Union, layers: dict[str, int]) -> None:
    """Partners stand in one row; children below it."""
    level = max((layers[key] for key in union.parents), default=-1)
    if not union.parents:
        level = max((layers[key] for key in union.children), default=0) - 1
    for key in union.parents:
        layers[key] = level
    for key in union.children:
        layers[key] = max(layers[key], level + 1)


def place_rows(rows: list[list[str]], unions: Iterable[Union], width: float) -> dict[str, float]:
    """The middle of each member: in the order of its row, a slot apart, children below parents."""
    places: dict[str, float] = {}
    for row in rows:
        start = (width - len(row) * _SLOT) / 2 + _SLOT / 2
        places |= {key: start + at * _SLOT for at, key in enumerate(row)}
    pairs = [union for union in unions if union.parents and union.children]
    for _round in range(6):
        for union in pairs:
            _move(union.children, _middle(union.parents, places), places)
        _keep_apart(rows, places, width)
        for union in reversed(pairs):
            _move(union.parents, _middle(union.children, places), places)
        _keep_apart(rows, places, width)
    return places


def _middle(keys: Iterable[str], places: dict[str, float]) -> float:
    found = [places[key] for key in keys]
    return (min(found) + max(found)) / 2


def _move(keys: tuple[str, ...], middle: float, places: dict[str, float]) -> None:
    away = middle - _middle(keys, places)
    for key in keys:
        places[key] += away


def _keep_apart(rows: list[list[str]], places: dict[str, float], width: float) -> None:
    low, high = _SLOT / 2, width - _SLOT / 2
    for row in rows:
        for at, key in enumerate(row):
            least = places[row[at - 1]] + _SLOT if at else low
            places[key] = max(places[key], least)
        for at, key in enumerate(reversed(row)):
            places[key] = min(places[key], high - at * _SLOT)
        for at, key in enumerate(reversed(row)):
            if at:
                places[key] = min(places[key], places[row[-at]] - _SLOT)


def _draw_union(
    union: Union,
    number: int,
    places: dict[str, float],
    tops: dict[str, float],
    rows: list[list[str]],
) -> Iterable[Shape]:
    css = "chart-tie-open" if union.is_open else "chart-tie"
    if len(union.parents) > 1:
        yield from _draw_couple(union.parents, places, tops, rows, css)
    if not union.children:
        return
    top = tops[union.children[0]]
    bus = top - 12 - 4 * (number % 3)
    if union.parents:
        yield _draw_descent(union, places, tops, bus, css)
    ends = [places[key] for key in union.children]
    if union.parents:
        ends.append(_middle(union.parents, places))
    yield Line(min(ends), bus, max(ends), bus, css)
    for key in union.children:
        yield Line(places[key], bus, places[key], tops[key], css)


def _draw_couple(
    parents: tuple[str, ...],
    places: dict[str, float],
    tops: dict[str, float],
    rows: list[list[str]],
    css: str,
) -> Iterable[Shape]:
    """A line between neighbours; over the row where somebody stands between them."""
    row = next(row for row in rows if parents[0] in row)
    ordered = sorted(parents, key=row.index)
    top = tops[ordered[0]]
    for one, other in pairwise(ordered):
        x1, x2 = places[one], places[other]
        if row.index(other) - row.index(one) == 1:
            yield Line(x1 + _ARCH / 2, top + 30, x2 - _ARCH / 2, top + 30, css)
        else:
            yield polyline([(x1, top), (x1, top - 8), (x2, top - 8), (x2, top)], css)


def _draw_descent(
    union: Union, places: dict[str, float], tops: dict[str, float], bus: float, css: str
) -> Line:
    """From the middle of a couple, or from below the words of a parent alone."""
    x = _middle(union.parents, places)
    is_free = all(abs(places[key] - x) > _SLOT / 3 for key in union.parents)
    top = tops[union.parents[0]]
    is_couple = len(union.parents) == 2 and is_free
    return Line(x, top + (30 if is_couple else _TALL + 3 * LINE + 8), x, bus, css)


def _draw_member(member: Member, x: float, top: float) -> Iterable[Shape]:
    yield _arch(x, top, f"chart-member-{member.state}")
    css = "chart-initials chart-on-dark" if member.state == State.MAIN else "chart-initials"
    yield Text(x, top + 32, shorten(member.initials, _ARCH - 4, is_strong=True), "middle", css)
    room = _SLOT - 12
    label = shorten(member.label, room, is_strong=True)
    yield Text(x, top + _TALL + LINE + 3, label, "middle", "chart-strong")
    yield from text_lines(x, top + _TALL + 2 * LINE + 3, wrap(member.detail, room), LINE, "middle")


def _arch(x: float, top: float, css: str) -> Path:
    """The arch that every person stands under."""
    left, right, half = x - _ARCH / 2, x + _ARCH / 2, _ARCH / 2
    curve, bottom = half * 0.55, top + _TALL
    over = ((left, top + half - curve), (x - curve, top), (x, top))
    down = ((x + curve, top), (right, top + half - curve), (right, top + half))
    steps = (
        ("M", ((left, bottom),)),
        ("L", ((left, top + half),)),
        ("C", over),
        ("C", down),
        ("L", ((right, bottom),)),
        ("Z", ()),
    )
    return Path(steps, css)


def _draw_link(
    after: str, tops: dict[str, tuple[float, float]], x: float, y: float, *, is_open: bool
) -> Iterable[Shape]:
    css = "chart-tie-open" if is_open else "chart-tie"
    if after.startswith("&"):
        above = tops[after[1:]]
        yield Line(above[0] + 12, above[1] + _BOX, above[0] + 12, y, css)
    elif after:
        above = tops[after]
        middle = y + _BOX / 2
        yield polyline(
            [(above[0] + 12, above[1] + _BOX), (above[0] + 12, middle), (x, middle)], css
        )


def _draw_box(member: Member, x: float, y: float, width: float) -> Iterable[Shape]:
    """Name and words on one line where both fit, else one above the other."""
    is_main = member.state == State.MAIN
    light = " chart-on-dark" if is_main else ""
    yield Rect(x, y, width, _BOX, f"chart-member-{member.state}")
    room = width - 24
    both = measure(member.label, is_strong=True) + measure(member.detail) + 16
    if both <= room:
        yield Text(x + 12, y + 24, member.label, css=f"chart-strong{light}")
        yield Text(x + width - 12, y + 24, member.detail, "end", light.strip())
        return
    label = shorten(member.label, room, is_strong=True)
    yield Text(x + 12, y + 16, label, css=f"chart-strong{light}")
    yield Text(x + 12, y + 16 + LINE, shorten(member.detail, room), css=light.strip())

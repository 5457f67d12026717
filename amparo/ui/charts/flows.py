"""The Sankey: how many go from one step to the next, and where they are lost."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .bars import GAP, draw_value_bar, lay_out_rows
from .chart import NARROW, Cell, Chart, KeyEntry, Reader, Table
from .drawing import Drawing, Path, Rect, Shape, Text, text_lines
from .scales import Scale
from .text import LINE, shorten, widest, wrap
from .values import Hidden, Value, as_number, check_value

_NODE, _TOP = 11.0, 28.0
_APART = 3 * LINE + 4  # from the middle of a node to the next: its label has three lines
_HEIGHT = 280.0


@dataclass(frozen=True)
class Node:
    """One place of a column, from 0; `is_lost` where people are left behind."""

    key: str
    column: int
    label: str
    is_lost: bool = False
    url: str = ""


@dataclass(frozen=True)
class Flow:
    source: str
    target: str
    value: Value


@dataclass(frozen=True)
class PlacedNode:
    node: Node
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, kw_only=True)
class Sankey(Chart):
    """Flows between columns, in the direction of reading; on a phone a list of bars.

    `columns` names the columns. A flow that is hidden has the least breadth and is dashed.
    """

    columns: tuple[str, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    source_name: str
    target_name: str
    value_name: str
    lost_name: str = ""

    def check(self) -> None:
        columns = {node.key: node.column for node in self.nodes}
        if len(columns) < len(self.nodes):
            raise ValueError("Two nodes have one key")
        if any(not 0 <= column < len(self.columns) for column in columns.values()):
            raise ValueError("A node stands in none of the columns")
        for flow in self.flows:
            check_value(flow.value)
            if not {flow.source, flow.target} <= columns.keys():
                raise ValueError(f"{flow} begins or ends at no node")
            if columns[flow.source] >= columns[flow.target]:
                raise ValueError("A flow runs from a column to a later one")

    def values(self) -> Iterable[Value]:
        return (flow.value for flow in self.flows)

    def total(self, node: Node) -> float:
        """What goes through a node: the greater of what comes in and what goes on."""
        inward = (as_number(flow.value) or 0 for flow in self.flows if flow.target == node.key)
        onward = (as_number(flow.value) or 0 for flow in self.flows if flow.source == node.key)
        return max(sum(inward), sum(onward))

    def write_total(self, node: Node, reader: Reader) -> str:
        """The figure of a node; a sum of parts that are not all shown is not shown either."""
        if not self.hidden_flows(node):
            return self.write(self.total(node), reader)
        flows = self._flows_of(node)
        return self.write(flows[0].value, reader) if len(flows) == 1 else reader.hidden

    def hidden_flows(self, node: Node) -> list[Flow]:
        """The flows of a node that have no number to add up."""
        return [flow for flow in self._flows_of(node) if as_number(flow.value) is None]

    def _flows_of(self, node: Node) -> list[Flow]:
        return [flow for flow in self.flows if node.key in (flow.source, flow.target)]

    def lay_out(self, width: int, reader: Reader) -> Drawing:
        if width <= NARROW + 10:
            return self._lay_out_list(width, reader)
        breadth = self._breadth()
        drawing = Drawing(width, _TOP)
        room = self._find_room(width, reader)
        placed = {
            each.node.key: each
            for column in range(len(self.columns))
            for each in self._place_column(column, room, breadth)
        }
        drawing.height = max((each.y + each.height for each in placed.values()), default=_TOP)
        drawing.height = max(drawing.height, *(e.middle + 24 for e in placed.values()), 0) + 4
        drawing.add(*self._draw_heads(room, width))
        drawing.add(*self._draw_flows(placed, breadth))
        for each in placed.values():
            drawing.add(*self._draw_node(each, min(room, width - each.x), reader))
        return drawing

    def _find_room(self, width: int, reader: Reader) -> float:
        """From one column to the next; after the last one, room for its labels."""
        last = [node for node in self.nodes if node.column == len(self.columns) - 1]
        labels = [*(node.label for node in last), *(self.write_total(n, reader) for n in last)]
        labels += self.columns[-1:]
        beside = widest(labels, is_strong=True) + _NODE + 14
        spaces = max(len(self.columns) - 1, 1)
        return max((width - beside) / spaces, width / max(len(self.columns), 1))

    def _breadth(self) -> float:
        """How broad one is."""
        totals: dict[int, float] = defaultdict(float)
        for node in self.nodes:
            totals[node.column] += self.total(node)
        return _HEIGHT / (max(totals.values(), default=0) or 1)

    def _place_column(self, column: int, room: float, breadth: float) -> list[PlacedNode]:
        placed: list[PlacedNode] = []
        y = _TOP
        for node in (node for node in self.nodes if node.column == column):
            height = max(self.total(node) * breadth, 3)
            least = placed[-1].middle + _APART if placed else _TOP + _APART / 2 - LINE / 2
            top = max(y, least - height / 2)
            placed.append(PlacedNode(node, column * room, top, height))
            y = top + height + 14
        return placed

    def _draw_heads(self, room: float, width: int) -> Iterable[Text]:
        for at, name in enumerate(self.columns):
            text = shorten(name, min(room, width - at * room) - 8, is_strong=True)
            yield Text(at * room, 14, text, css="chart-strong")

    def _draw_flows(self, placed: dict[str, PlacedNode], breadth: float) -> Iterable[Path]:
        left: dict[str, float] = defaultdict(float)
        right: dict[str, float] = defaultdict(float)
        order = {key: at for at, key in enumerate(placed)}
        firsts = [node.key for node in self.nodes if node.column == 0]
        for flow in sorted(self.flows, key=lambda each: (order[each.source], order[each.target])):
            source, target = placed[flow.source], placed[flow.target]
            number = as_number(flow.value)
            thick = 2.0 if number is None else max(number * breadth, 0.5)
            start, end = source.y + right[flow.source], target.y + left[flow.target]
            right[flow.source] += thick
            left[flow.target] += thick
            css = _css_of(flow, target.node, firsts, order)
            yield _band(source.x + _NODE, start, target.x, end, thick, css)

    def _draw_node(self, placed: PlacedNode, room: float, reader: Reader) -> Iterable[Shape]:
        css = "chart-node-lost" if placed.node.is_lost else "chart-node"
        yield Rect(placed.x, placed.y, _NODE, placed.height, css)
        x, width = placed.x + _NODE + 6, room - _NODE - 14
        lines = wrap(placed.node.label, width, is_strong=True)
        top = placed.middle - LINE * len(lines) / 2 + 4
        yield from text_lines(x, top, lines, LINE, css="chart-strong chart-halo")
        figure = shorten(self.write_total(placed.node, reader), width)
        yield Text(x, top + LINE * len(lines), figure, css="chart-halo")

    def _lay_out_list(self, width: int, reader: Reader) -> Drawing:
        """Each column as a list of bars, as long as the broadest column is."""
        whole = _HEIGHT / self._breadth()
        drawing, y = Drawing(width, 0), 0.0
        for column, name in enumerate(self.columns):
            nodes = [node for node in self.nodes if node.column == column]
            if nodes:
                drawing.add(
                    Text(0, y + 14, shorten(name, width, is_strong=True), css="chart-strong")
                )
                y = self._add_list(drawing, nodes, y + 24, whole, reader) + 10
        drawing.height = max(y, LINE)
        return drawing

    def _add_list(
        self, drawing: Drawing, nodes: list[Node], top: float, whole: float, reader: Reader
    ) -> float:
        figures = [self.write_total(node, reader) for node in nodes]
        room = widest(figures, is_strong=True) + GAP + 4
        rows = lay_out_rows([node.label for node in nodes], drawing.width, room, top=top)
        scale = Scale(0, whole, rows.start, rows.end)
        for node, row, figure in zip(nodes, rows.rows, figures, strict=True):
            drawing.add(*rows.draw_label(row))
            bed = Rect(rows.start, row.middle - 7, rows.end - rows.start, 14, "chart-bed")
            css = "chart-behind" if node.is_lost else "chart-fill-1"
            value = Hidden() if self.hidden_flows(node) else self.total(node)
            drawing.add(bed, *draw_value_bar(row, rows.start, scale, value, css))
            drawing.add(Text(rows.end + GAP, row.middle + 4, figure, css="chart-strong"))
        return rows.height

    def table(self, reader: Reader) -> Table:
        nodes = {node.key: node for node in self.nodes}
        rows = tuple(
            (
                Cell(nodes[flow.source].label, nodes[flow.source].url),
                Cell(nodes[flow.target].label, nodes[flow.target].url),
                self.cell(flow.value, reader),
            )
            for flow in self.flows
        )
        return Table((self.source_name, self.target_name, self.value_name), rows)

    def key(self, reader: Reader) -> list[KeyEntry]:
        is_lost = any(node.is_lost for node in self.nodes)
        return [KeyEntry("chart-node-lost", "bar", self.lost_name)] if is_lost else []


def _css_of(flow: Flow, target: Node, firsts: list[str], order: dict[str, int]) -> str:
    if as_number(flow.value) is None:
        return "chart-flow-hidden"
    if target.is_lost:
        return "chart-flow-lost"
    at = firsts.index(flow.source) if flow.source in firsts else order[flow.source]
    return f"chart-flow-{at % 4 + 1}"


def _band(x1: float, y1: float, x2: float, y2: float, thick: float, css: str) -> Path:
    half = (x1 + x2) / 2
    there = ((half, y1), (half, y2), (x2, y2))
    back = ((half, y2 + thick), (half, y1 + thick), (x1, y1 + thick))
    steps = (("M", ((x1, y1),)), ("C", there), ("L", ((x2, y2 + thick),)), ("C", back), ("Z", ()))
    return Path(steps, css)

"""Compiles each expression tree to one Python function, which is called for each record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .evaluator import EvaluationContext, Read, as_boolean, as_number, as_scalar, as_text
from .form import Question, Rule, Run
from .functions import FUNCTIONS, Function
from .parser import Binary, Call, Negative, Number, Path, Text, Tree, parse
from .paths import PathCompiler
from .regex import compile_pattern
from .validation import UnfitRule
from .values import ARITHMETIC, ORDERS, Node, Scalar, Value, are_equal, to_number


@dataclass(frozen=True)
class CompileContext:
    """What a rule may speak of: the question it belongs to, the whole form, its lists."""

    question: Question | None
    root: Question
    lists: frozenset[str]


def compile_rule(
    source: str, around: CompileContext, change: Callable[[Tree], Tree] | None = None
) -> Rule:
    """A rule ready to be asked; what no phone could follow is refused, in words."""
    try:
        tree = parse(source)
        tree = change(tree) if change else tree
        return Rule(source, _Compiler(around).run_of(tree), _is_steady(tree))
    except RecursionError:
        raise UnfitRule("rule-too-deep") from None


def _is_steady(tree: Tree) -> bool:
    if isinstance(tree, Call):
        known = FUNCTIONS.get(tree.name)
        is_steady = known.is_steady if known else tree.name != "once"
        if tree.name.startswith("format-date"):
            is_steady = not _names_months(tree)
        return is_steady and all(map(_is_steady, tree.args))
    return all(map(_is_steady, parts_of(tree)))


def _names_months(tree: Call) -> bool:
    """The names of months and weekdays depend on the language of the phone."""
    pattern = tree.args[-1] if tree.args else None
    return isinstance(pattern, Text) and ("%a" in pattern.value or "%b" in pattern.value)


def parts_of(tree: Tree) -> Iterable[Tree]:
    """What a tree is made of, one level down."""
    if isinstance(tree, Binary):
        return tree.parts
    if isinstance(tree, Negative):
        return (tree.part,)
    if isinstance(tree, Call):
        return tree.args
    if isinstance(tree, Path):
        start = () if isinstance(tree.start, str) else (tree.start,)
        return (*start, *tree.filters, *(each for step in tree.steps for each in step.filters))
    return ()


class _Compiler:
    def __init__(self, around: CompileContext):
        self._around = around
        self._walks = PathCompiler(around.question, around.root, self.run_of)
        self._special: dict[str, tuple[int, int, Callable[[tuple[Tree, ...]], Run]]] = {
            "if": (3, 3, self._if),
            "coalesce": (2, 2, self._coalesce),
            "once": (1, 1, self._once),
            "position": (0, 1, self._position),
            "last": (0, 0, self._last),
            "current": (0, 0, self._current),
            "instance": (1, 1, self._instance),
            "indexed-repeat": (3, 9, self._walks.indexed_repeat),
        }

    def run_of(self, tree: Tree) -> Run:
        if isinstance(tree, Number | Text):
            value = tree.value
            return lambda context, node: value
        if isinstance(tree, Call):
            return self._call(tree)
        if isinstance(tree, Binary):
            return self._binary(tree)
        if isinstance(tree, Negative):
            number = as_number(self.run_of(tree.part))
            return lambda context, node: -number(context, node)
        return self._walks.run_of(tree)

    def _call(self, tree: Call) -> Run:
        if tree.name in self._special:
            least, most, make = self._special[tree.name]
            if not least <= len(tree.args) <= most:
                raise UnfitRule("wrong-arguments", name=tree.name)
            return make(tree.args)
        known = FUNCTIONS.get(tree.name)
        if known is None:
            raise UnfitRule("unknown-function", name=tree.name)
        if not known.accepts(len(tree.args)):
            raise UnfitRule("wrong-arguments", name=tree.name)
        if tree.name == "regex" and isinstance(tree.args[1], Text):
            compile_pattern(tree.args[1].value)
        return self._ordinary(known, tree)

    def _ordinary(self, known: Function, tree: Call) -> Run:
        run = known.run
        reads = [_READS[known.sort_of(at)](self.run_of(arg)) for at, arg in enumerate(tree.args)]
        if not reads:
            return lambda context, node: run(context)
        if len(reads) == 1:
            only = reads[0]
            return lambda context, node: run(context, only(context, node))
        if len(reads) == 2:
            one, two = reads
            return lambda context, node: run(context, one(context, node), two(context, node))
        return lambda context, node: run(context, *[read(context, node) for read in reads])

    def _binary(self, tree: Binary) -> Run:
        if tree.sign in ("and", "or"):
            return _reasons(tree.sign, [as_boolean(self.run_of(part)) for part in tree.parts])
        left, right = (self.run_of(part) for part in tree.parts)
        if tree.sign == "|":
            return _union(left, right)
        if tree.sign in ("=", "!="):
            return _comparison(left, right, are_equal if tree.sign == "=" else _differ)
        if tree.sign in ORDERS:
            return _order(tree.sign, left, right)
        reckon, one, two = ARITHMETIC[tree.sign], as_number(left), as_number(right)
        return lambda context, node: reckon(one(context, node), two(context, node))

    def _if(self, args: tuple[Tree, ...]) -> Run:
        test = as_boolean(self.run_of(args[0]))
        yes, no = (as_scalar(self.run_of(arg)) for arg in args[1:])
        return lambda context, node: (
            yes(context, node) if test(context, node) else no(context, node)
        )

    def _coalesce(self, args: tuple[Tree, ...]) -> Run:
        first, second = (as_scalar(self.run_of(arg)) for arg in args)

        def run(context: EvaluationContext, node: Node) -> Value:
            value = first(context, node)
            return second(context, node) if value == "" else value

        return run

    def _once(self, args: tuple[Tree, ...]) -> Run:
        inner = as_scalar(self.run_of(args[0]))

        def run(context: EvaluationContext, node: Node) -> Value:
            return context.current.text or inner(context, node)

        return run

    def _position(self, args: tuple[Tree, ...]) -> Run:
        if not args:
            return lambda context, node: float(context.place[0])
        found = self.run_of(args[0])

        def run(context: EvaluationContext, node: Node) -> Value:
            nodes = found(context, node)
            return float(nodes[0].row) if isinstance(nodes, list) and nodes else 0.0

        return run

    def _last(self, args: tuple[Tree, ...]) -> Run:
        return lambda context, node: float(context.place[1])

    def _current(self, args: tuple[Tree, ...]) -> Run:
        return lambda context, node: [context.current]

    def _instance(self, args: tuple[Tree, ...]) -> Run:
        name = args[0].value if isinstance(args[0], Text) else ""
        if name not in self._around.lists:
            raise UnfitRule("unknown-list", name=name)
        return lambda context, node: [context.form.lists.top(name)]


def _as_found(run: Run) -> Run:
    return run


_READS: dict[str, Callable[[Run], Read]] = {
    "t": as_text,
    "n": as_number,
    "b": as_boolean,
    "s": as_scalar,
    "l": _as_found,
}


def _differ(left: Scalar, right: Scalar) -> bool:
    return not are_equal(left, right)


def _reasons(sign: str, tests: list[Callable[[EvaluationContext, Node], bool]]) -> Run:
    """`and` and `or`, which stop as soon as they know."""
    decides = sign == "or"

    def run(context: EvaluationContext, node: Node) -> bool:
        for test in tests:
            if test(context, node) is decides:
                return decides
        return not decides

    return run


def _comparison(left: Run, right: Run, compare: Callable[[Scalar, Scalar], bool]) -> Run:
    """One answer with another; where several are found, one that fits is enough."""

    def run(context: EvaluationContext, node: Node) -> bool:
        one, two = left(context, node), right(context, node)
        if isinstance(one, list):
            if len(one) > 1:
                return any(compare(each, other) for each in context.read_all(one)
                           for other in _several(context, two))  # fmt: skip
            one = context.read(one[0]) if one else ""
        if isinstance(two, list):
            return any(compare(one, other) for other in _several(context, two))
        return compare(one, two)

    return run


def _several(context: EvaluationContext, value: Value) -> list[Scalar]:
    if not isinstance(value, list):
        return [value]
    return context.read_all(value) if value else [""]


def _order(sign: str, left: Run, right: Run) -> Run:
    is_so = ORDERS[sign]

    def compare(one: Scalar, two: Scalar) -> bool:
        return is_so(to_number(one), to_number(two))

    return _comparison(left, right, compare)


def _union(left: Run, right: Run) -> Run:
    def run(context: EvaluationContext, node: Node) -> Value:
        found: dict[int, Node] = {}
        for side in (left, right):
            nodes = side(context, node)
            if isinstance(nodes, list):
                found.update((id(each), each) for each in nodes)
        return list(found.values())

    return run

"""Compiles XPath location paths: up, down, into a row, into a list of choices."""

from collections.abc import Callable, Iterator

from .evaluator import EvaluationContext, as_number, as_scalar
from .form import Question, Run
from .parser import Binary, Call, Path, Step, Text, Tree
from .validation import UnfitRule
from .values import Node, Value, to_boolean

Found = list[Node]
Filter = Callable[[EvaluationContext, Found], Found]


class PathCompiler:
    """Makes paths ready for one question: absolute ones stay in the row of that question."""

    def __init__(self, question: Question | None, root: Question, run_of: Callable[[Tree], Run]):
        self._question, self._root, self._run_of = question, root, run_of

    def run_of(self, path: Path) -> Run:
        begin, done = self._start(path)
        left = path.steps[done:]
        names = tuple(_plain_names(left))
        if path.start == "/" and len(names) == len(left) < 2:
            return _straight(begin, names[0] if names else "")
        steps = [self._step(step) for step in left]

        def run(context: EvaluationContext, node: Node) -> Value:
            found = begin(context, node)
            for step in steps:
                found = [each for one in found for each in step(context, one)]
            context.use_budget(len(found))
            return [each for each in found if each.is_relevant or context.applies(each)]

        return run

    def _start(self, path: Path) -> tuple[Callable[[EvaluationContext, Node], Found], int]:
        """Where the walk begins, and how many of its steps that already covers."""
        if path.start == ".":
            return (lambda context, node: [node]), 0
        if path.start == "/":
            return self._from_the_top(path)
        filters = [self._filter(each) for each in path.filters]
        inner = self._run_of(path.start)  # type: ignore[arg-type]

        def begin(context: EvaluationContext, node: Node) -> Found:
            found = inner(context, node)
            nodes = found if isinstance(found, list) else []
            for each in filters:
                nodes = each(context, nodes)
            return nodes

        return begin, 0

    def _from_the_top(self, path: Path) -> tuple[Callable[[EvaluationContext, Node], Found], int]:
        names = tuple(_plain_names(path.steps))
        self._check(names)
        shared = self._shared(names)
        if not shared:
            return (lambda context, node: [context.top]), 0
        climbs = len(self._question.names) - shared if self._question else 0

        def begin(context: EvaluationContext, node: Node) -> Found:
            place: Node = context.current
            for _climb in range(climbs):
                place = place.parent or context.top
            return [place]

        return begin, shared

    def _check(self, names: tuple[str, ...]) -> None:
        place = self._root
        if names and names[0] != place.name:
            raise UnfitRule("unknown-question", name=names[0])
        for name in names[1:]:
            if name not in place.children:
                raise UnfitRule("unknown-question", name=name)
            place = place.children[name]

    def _shared(self, names: tuple[str, ...]) -> int:
        """How far the way goes along with the question itself; it stays in the same rows."""
        own = self._question.names if self._question else ()
        shared = 0
        for one, other in zip(names, own, strict=False):
            if one != other:
                break
            shared += 1
        return shared

    def _step(self, step: Step) -> Callable[[EvaluationContext, Node], Found]:
        look = _LOOKS[step.axis](step.name)
        if not step.filters:
            return look
        filters = [self._filter(each) for each in step.filters]
        shortcut = self._shortcut(step) if step.axis == "child" else None

        def run(context: EvaluationContext, node: Node) -> Found:
            found = shortcut(context, node) if shortcut else None
            rest = filters if found is None else filters[1:]
            found = look(context, node) if found is None else found
            for each in rest:
                found = each(context, found)
            return found

        return run

    def _filter(self, tree: Tree) -> Filter:
        test = as_scalar(self._run_of(tree))

        def run(context: EvaluationContext, found: Found) -> Found:
            place, kept = context.place, []
            context.use_budget(len(found))
            for at, node in enumerate(found, 1):
                context.place = (at, len(found))
                value = test(context, node)
                is_number = isinstance(value, float)
                if value == at if is_number else to_boolean(value):
                    kept.append(node)
            context.place = place
            return kept

        return run

    def _shortcut(self, step: Step) -> Callable[[EvaluationContext, Node], Found | None] | None:
        """Looking a line up by one of its columns, where the list is long and the key is words."""
        sides = _key_and_wanted(step.filters[0])
        if sides is None:
            return None
        column, wanted = sides[0], as_scalar(self._run_of(sides[1]))

        def look_up(context: EvaluationContext, node: Node) -> Found | None:
            if node.question is not None:
                return None
            value = wanted(context, node)
            return (
                context.lines(node, step.name, column, value) if isinstance(value, str) else None
            )

        return look_up

    def indexed_repeat(self, args: tuple[Tree, ...]) -> Run:
        """An answer in a certain row, or in a row within a row."""
        if len(args) % 2 == 0:
            raise UnfitRule("wrong-arguments", name="indexed-repeat")
        wanted = self._names_of(args[0])
        rows = {
            self._names_of(args[at]): as_number(self._run_of(args[at + 1]))
            for at in range(1, len(args), 2)
        }

        def run(context: EvaluationContext, node: Node) -> Value:
            found = [context.root]
            for depth in range(2, len(wanted) + 1):
                names = wanted[:depth]
                found = [each for one in found for each in one.children if each.name == names[-1]]
                if names in rows:
                    at = rows[names](context, node)
                    # Phones take a row before the first as any row.
                    found = found[int(at) - 1 : int(at)] if at >= 1 else found
            return [each for each in found if context.is_relevant(each)]

        return run

    def _names_of(self, tree: Tree) -> tuple[str, ...]:
        if not isinstance(tree, Path) or not isinstance(tree.start, str):
            raise UnfitRule("wrong-arguments", name="indexed-repeat")
        names = [] if tree.start == "/" else list(self._question.names if self._question else ())
        for step in tree.steps:
            if step.axis == "parent":
                del names[-1:]
            elif step.axis == "child":
                names.append(step.name)
        self._check(tuple(names))
        return tuple(names)


def _straight(begin: Callable[[EvaluationContext, Node], Found], name: str) -> Run:
    """The most common way by far: from here, or from a group around it, to one answer."""

    def run(context: EvaluationContext, node: Node) -> Value:
        (place,) = begin(context, node)
        found = [each for each in place.children if each.name == name] if name else [place]
        return [each for each in found if each.is_relevant or context.applies(each)]

    return run


def _plain_names(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        if step.axis != "child" or step.filters or step.name == "*":
            return
        yield step.name


def _key_and_wanted(tree: Tree) -> tuple[str, Tree] | None:
    if not isinstance(tree, Binary) or tree.sign != "=":
        return None
    for one, other in (tree.parts, tree.parts[::-1]):
        names = tuple(_plain_names(one.steps)) if isinstance(one, Path) else ()
        is_column = isinstance(one, Path) and one.start == "." and len(one.steps) == 1
        if is_column and len(names) == 1 and _is_the_same_on_every_line(other):
            return names[0], other
    return None


def _is_the_same_on_every_line(tree: Tree) -> bool:
    if isinstance(tree, Text):
        return True
    if isinstance(tree, Path):
        is_fixed = tree.start == "/" or tree.start == Call("current", ())
        return is_fixed and not tree.filters and not any(step.filters for step in tree.steps)
    return False


def _children(name: str) -> Callable[[EvaluationContext, Node], Found]:
    if name == "*":
        return lambda context, node: node.children
    return lambda context, node: [each for each in node.children if each.name == name]


def _parent(name: str) -> Callable[[EvaluationContext, Node], Found]:
    return lambda context, node: [node.parent] if node.parent else []


def _self(name: str) -> Callable[[EvaluationContext, Node], Found]:
    return lambda context, node: [node] if name in ("*", node.name) else []


def _attribute(name: str) -> Callable[[EvaluationContext, Node], Found]:
    def look(context: EvaluationContext, node: Node) -> Found:
        found = Node(f"@{name}")
        found.text = (node.attributes or {}).get(name, "")
        return [found] if found.text else []

    return look


def _descendants(name: str) -> Callable[[EvaluationContext, Node], Found]:
    def look(context: EvaluationContext, node: Node) -> Found:
        found = [each for each in node.below() if each is not node]
        context.use_budget(len(found))
        return [each for each in found if name in ("*", each.name)]

    return look


def _descendants_and_self(name: str) -> Callable[[EvaluationContext, Node], Found]:
    below = _descendants(name)
    return lambda context, node: [*_self(name)(context, node), *below(context, node)]


_LOOKS: dict[str, Callable[[str], Callable[[EvaluationContext, Node], Found]]] = {
    "child": _children,
    "parent": _parent,
    "self": _self,
    "attribute": _attribute,
    "descendant": _descendants,
    "descendant-or-self": _descendants_and_self,
}

"""Where row-level security is bypassed, counted: fewer than 25 places, each with its reason.

A function that bypasses counts once for each function outside its module that calls it. The means
in `permissions/rls` count once each: what they open or let out is narrow whoever calls them.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
MEANS = "amparo.foundation.core.permissions.rls."
# It may fall, and never rise.
PLACES = 18
FOR_ALL_ROWS = "rls_bypass_all"


@dataclass(frozen=True, eq=False)
class Function:
    """A function of a module, or a method by its path ("Case.open"), and what it names."""

    module: str
    path: str
    names: frozenset[str]
    attributes: frozenset[tuple[str, str]]
    calls: tuple[ast.Call, ...]

    def __str__(self) -> str:
        return f"{self.module}.{self.path}"

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]

    def calls_of(self, name: str) -> list[ast.Call]:
        return [each for each in self.calls if getattr(each.func, "id", "") == name]


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted((ROOT / "amparo").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not {"tests", "migrations"} & set(parts):
            found[".".join(parts).removesuffix(".__init__")] = ast.parse(path.read_text())
    return found


@cache
def functions() -> list[Function]:
    return [each for name, tree in modules().items() for each in _functions(name, tree, "")]


def _functions(module: str, tree: ast.AST, above: str) -> Iterator[Function]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            inside = list(ast.walk(node))
            yield Function(
                module,
                above + node.name,
                frozenset(each.id for each in inside if isinstance(each, ast.Name)),
                frozenset(
                    (each.value.id, each.attr)
                    for each in inside
                    if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)
                ),
                tuple(each for each in inside if isinstance(each, ast.Call)),
            )
        elif isinstance(node, ast.ClassDef):
            yield from _functions(module, node, f"{above}{node.name}.")


def callers(of: Function) -> list[Function]:
    """The functions outside its module that name it: imported, or of its module or class."""
    holder = of.path.rpartition(".")[0] or of.module.rpartition(".")[2]
    return [
        each
        for each in functions()
        if each.module != of.module
        and (
            (holder, of.name) in each.attributes
            or (of.name == of.path and of.name in each.names & _imported(each.module))
        )
    ]


@cache
def _imported(module: str) -> frozenset[str]:
    froms = [each for each in ast.walk(modules()[module]) if isinstance(each, ast.ImportFrom)]
    return frozenset(name.asname or name.name for each in froms for name in each.names)


def places() -> list[str]:
    found = []
    for each in functions():
        if each.calls_of("rls_bypass"):
            outside = [] if each.module.startswith(MEANS) else callers(each)
            found += [f"{each}, for {caller}" for caller in outside] or [str(each)]
    return found


def test_row_level_security_is_bypassed_in_fewer_than_25_places():
    found = places()
    print(*found, f"{len(found)} places", sep="\n")  # noqa: T201 - the list that this test counts
    assert PLACES < 25
    assert len(found) == PLACES, "Use a narrower means; where there are fewer now, lower PLACES."


def test_every_bypass_stands_in_a_function_and_says_why():
    """A bypass at the top of a module would be counted for nobody."""
    for name in ("rls_bypass", FOR_ALL_ROWS, "aggregate_query"):
        counted = [call for each in functions() for call in each.calls_of(name)]
        everywhere = [
            node
            for tree in modules().values()
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name
        ]
        assert set(counted) == set(everywhere)
        assert len(counted) == len(everywhere)
        for call in everywhere:
            given = [*call.args, *(each.value for each in call.keywords)]
            is_constant = len(given) == 1 and isinstance(given[0], ast.Constant)
            assert is_constant or ast.unparse(call) == "rls_bypass(reason=reason)"


def test_no_view_reaches_the_bypass_of_maintenance():
    reached = [each for each in functions() if each.calls_of(FOR_ALL_ROWS)]
    assert reached
    seen: set[Function] = set()
    while reached:
        one = reached.pop()
        if one not in seen:
            seen.add(one)
            beside = (each for each in functions() if each.module == one.module)
            reached += [*callers(one), *(each for each in beside if one.name in each.names)]
    outside = ("amparo.api.", "amparo.public.")
    assert not [str(one) for one in seen if ".views" in str(one) or str(one).startswith(outside)]

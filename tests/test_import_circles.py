"""Modules of different packages do not import each other in a circle, not even inside functions.

Casework is looked at when it is divided into apps.
"""

from collections.abc import Iterator, Mapping

import grimp

NOT_YET = ("amparo.pillars",)


def imports() -> dict[str, set[str]]:
    """What each module imports, wherever it says so, but for type annotations."""
    graph = grimp.build_graph("amparo", exclude_type_checking_imports=True)
    modules = {
        each for each in graph.modules if not each.startswith(NOT_YET) and ".tests" not in each
    }
    return {each: graph.find_modules_directly_imported_by(each) & modules for each in modules}


def reachable(graph: Mapping[str, set[str]], start: str) -> set[str]:
    found, waiting = set(), [start]
    while waiting:
        for each in graph[waiting.pop()] - found:
            found.add(each)
            waiting.append(each)
    return found


def circles(graph: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """Yields the modules that reach each other, each set once."""
    reached = {each: reachable(graph, each) for each in graph}
    seen: set[str] = set()
    for module, others in sorted(reached.items()):
        if module in others and module not in seen:
            circle = {each for each in others if module in reached[each]}
            seen |= circle
            yield circle


def packages(circle: set[str]) -> set[str]:
    return {each.rpartition(".")[0] for each in circle}


def test_no_circle_goes_through_two_packages():
    assert [sorted(each) for each in circles(imports()) if len(packages(each)) > 1] == []


def test_a_circle_is_seen():
    graph = {"a.one": {"b.two"}, "b.two": {"c.three"}, "c.three": {"a.one"}, "d": {"a.one"}}
    assert list(circles(graph)) == [{"a.one", "b.two", "c.three"}]

"""Modules of different packages do not import each other in a circle, not even inside functions.

In the pillars a package is an app: its models and the modules beside them may know each other.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp

from amparo.site.environment import find_pillar_apps

PILLARS = "amparo.pillars."
APPS = sorted(find_pillar_apps(Path(__file__).parents[1]), key=len, reverse=True)


def imports() -> dict[str, set[str]]:
    """What each module imports, wherever it says so, but for type annotations."""
    graph = grimp.build_graph("amparo", exclude_type_checking_imports=True)
    modules = {each for each in graph.modules if ".tests" not in each}
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


def package(module: str) -> str:
    if not module.startswith(PILLARS):
        return module.rpartition(".")[0]
    return next((app for app in APPS if f"{module}.".startswith(f"{app}.")), module)


def packages(circle: set[str]) -> set[str]:
    return {package(each) for each in circle}


def test_no_circle_goes_through_two_packages():
    assert [sorted(each) for each in circles(imports()) if len(packages(each)) > 1] == []


def test_a_circle_is_seen():
    graph = {"a.one": {"b.two"}, "b.two": {"c.three"}, "c.three": {"a.one"}, "d": {"a.one"}}
    assert list(circles(graph)) == [{"a.one", "b.two", "c.three"}]


def test_an_app_of_a_pillar_is_one_package():
    cases = {
        "amparo.pillars.assistance.cases.models.tasks",
        "amparo.pillars.assistance.cases.urls",
    }
    assert packages(cases) == {"amparo.pillars.assistance.cases"}
    assert len(packages(cases | {"amparo.pillars.assistance.pathways.payments.urls"})) == 2

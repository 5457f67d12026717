"""Finds calculations and conditions that wait for each other: ODK Collect opens no such form."""

from collections.abc import Iterator, Mapping

from .compiler import parts_of
from .form import Form, Question
from .parser import Call, Path, Tree, parse
from .validation import Fault

Edges = Mapping[Question, frozenset[Question]]


def find_cycle(form: Form) -> Fault | None:
    """Returns the first rules that wait for each other, with the names of their questions.

    What a rule says of its own answer by `.`, of another row or of a list is no cycle.
    """
    needs = {each: frozenset(_needed(each, form.by_path)) for each in form.questions()}
    done: set[Question] = set()
    for first in needs:
        if cycle := _cycle_from(first, needs, done):
            named = " → ".join(each.name for each in (*cycle, cycle[0]))
            return Fault(cycle[0].path, "calculation", "cycle", named)
    return None


def _cycle_from(first: Question, needs: Edges, done: set[Question]) -> list[Question]:
    """Walks in depth without recursion: a form may have thousands of rules in one chain."""
    way: list[Question] = []
    waiting = [iter((first,))]
    while waiting:
        question = next(waiting[-1], None)
        if question is None:
            waiting.pop()
            if way:
                done.add(way.pop())
        elif question in way:
            return way[way.index(question) :]
        elif question not in done:
            way.append(question)
            waiting.append(iter(needs[question]))
    return []


def _needed(question: Question, by_path: Mapping[str, Question]) -> Iterator[Question]:
    """What must be known before its answer is: for its rules, and for the groups around it."""
    for rule in (question.calculate, question.relevant):
        if rule is not None:
            yield from _named(parse(rule.source), question, by_path)
    if question.parent is not None:
        yield question.parent


def _named(tree: Tree, question: Question, by_path: Mapping[str, Question]) -> Iterator[Question]:
    if isinstance(tree, Call) and tree.name in ("once", "indexed-repeat", "instance"):
        return
    if isinstance(tree, Path):
        found = _resolved(tree, question, by_path)
        if found is not None:
            yield found
    for part in parts_of(tree):
        yield from _named(part, question, by_path)


def _resolved(path: Path, question: Question, by_path: Mapping[str, Question]) -> Question | None:
    """The question at a path without conditions: others may mean another row."""
    is_current = isinstance(path.start, Call) and path.start.name == "current"
    if any(step.filters for step in path.steps) or path.filters or not path.steps:
        return None
    if path.start == "/":
        return by_path.get("/" + "/".join(step.name for step in path.steps))
    if path.start != "." and not is_current:
        return None
    place: Question | None = question
    for step in path.steps:
        if place is None or step.axis not in ("child", "parent", "self"):
            return None
        if step.axis == "parent":
            place = place.parent
        elif step.axis == "child":
            place = place.children.get(step.name)
    return place if place is not question or path.start == "/" else None

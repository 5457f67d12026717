"""XPath functions on choices, rows and secondary lists."""

from typing import TYPE_CHECKING

from ..validation import CannotTell
from ..values import Node, Scalar, Value, to_text
from .registry import function

if TYPE_CHECKING:
    from ..evaluator import EvaluationContext


@function("selected", "tt")
def selected(world: "EvaluationContext", answer: str, choice: str) -> bool:
    return choice.strip() in answer.split(" ")


@function("selected-at", "tn")
def selected_at(world: "EvaluationContext", answer: str, at: float) -> str:
    chosen = answer.split()
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


@function("count-selected", "t")
def count_selected(world: "EvaluationContext", answer: str) -> float:
    return float(len(answer.split()))


@function("count", "l")
def count(world: "EvaluationContext", found: Value) -> float:
    return float(len(found)) if isinstance(found, list) else 1.0


@function("count-non-empty", "l")
def count_non_empty(world: "EvaluationContext", found: Value) -> float:
    if not isinstance(found, list):
        return float(to_text(found) != "")
    return float(sum(1 for node in found if _is_filled(world, node)))


def _is_filled(world: "EvaluationContext", node: Node) -> bool:
    return to_text(world.read(node)) != "" or any(
        _is_filled(world, each) for each in node.children if world.applies(each)
    )


@function("randomize", "l", "s")
def randomize(world: "EvaluationContext", found: Value, seed: Scalar = "") -> Value:
    """The order in which choices are shown changes nothing in what may be chosen."""
    return found


@function("version")
def version(world: "EvaluationContext") -> str:
    return world.form.version


@function("jr:itext", "t")
def itext(world: "EvaluationContext", name: str) -> str:
    return world.form.texts.say(name, world.language)


@function("jr:choice-name", "tt")
def choice_name(world: "EvaluationContext", answer: str, path: str) -> str:
    """The words beside a choice, in the language of the person who answers."""
    question = world.form.find(path.strip(), near=world.current.question)
    if question is None or not question.choices:
        raise CannotTell("unknown-question")
    node = world.nearest(question, world.current)
    for choice in world.choices_of(question, node, filtered=False):
        if choice.name == answer:
            return choice.label
    return ""


@function("pulldata", "tttt")
def pulldata(world: "EvaluationContext", name: str, wanted: str, key: str, value: str) -> str:
    """One cell of a list that came with the form: `wanted`, on the line where `key` is `value`."""
    for item in world.form.lists.lines(name.removesuffix(".csv"), key, value):
        found = item.child(wanted)
        return found.text if found else ""
    return ""

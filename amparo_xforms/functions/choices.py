"""XPath functions on choices, rows and secondary lists."""

from typing import TYPE_CHECKING

from ..validation import CannotTell
from ..values import Node, Scalar, Value, to_text
from .registry import function

if TYPE_CHECKING:
    from ..evaluator import EvaluationContext


@function("selected", "tt")
def selected(context: "EvaluationContext", answer: str, choice: str) -> bool:
    return choice.strip() in answer.split(" ")


@function("selected-at", "tn")
def selected_at(context: "EvaluationContext", answer: str, at: float) -> str:
    chosen = answer.split()
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


@function("count-selected", "t")
def count_selected(context: "EvaluationContext", answer: str) -> float:
    return float(len(answer.split()))


@function("count", "l")
def count(context: "EvaluationContext", found: Value) -> float:
    return float(len(found)) if isinstance(found, list) else 1.0


@function("count-non-empty", "l")
def count_non_empty(context: "EvaluationContext", found: Value) -> float:
    if not isinstance(found, list):
        return float(to_text(found) != "")
    return float(sum(1 for node in found if _is_filled(context, node)))


def _is_filled(context: "EvaluationContext", node: Node) -> bool:
    return to_text(context.read(node)) != "" or any(
        _is_filled(context, each) for each in node.children if context.applies(each)
    )


@function("randomize", "l", "s")
def randomize(context: "EvaluationContext", found: Value, seed: Scalar = "") -> Value:
    """The order in which choices are shown changes nothing in what may be chosen."""
    return found


@function("version")
def version(context: "EvaluationContext") -> str:
    return context.form.version


@function("jr:itext", "t")
def itext(context: "EvaluationContext", name: str) -> str:
    return context.form.texts.say(name, context.language)


@function("jr:choice-name", "tt")
def choice_name(context: "EvaluationContext", answer: str, path: str) -> str:
    """The words beside a choice, in the language of the person who answers."""
    question = context.form.find(path.strip(), near=context.current.question)
    if question is None or not question.choices:
        raise CannotTell("unknown-question")
    node = context.nearest(question, context.current)
    for choice in context.choices_of(question, node, filtered=False):
        if choice.name == answer:
            return choice.label
    return ""


@function("pulldata", "tttt")
def pulldata(context: "EvaluationContext", name: str, wanted: str, key: str, value: str) -> str:
    """One cell of a list that came with the form: `wanted`, on the line where `key` is `value`."""
    for item in context.form.lists.lines(name.removesuffix(".csv"), key, value):
        found = item.child(wanted)
        return found.text if found else ""
    return ""

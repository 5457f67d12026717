"""A record taken up again: what it says so far, as answers that the form is filled in with."""

from .form import Form
from .growing import Growing
from .nodes import Node
from .safe_xml import root_of


def taken_up(form: Form, record: bytes) -> dict[str, object]:
    """Every answer as it was written, right or wrong; what was not asked yet stays out."""
    limits = form.limits
    element = root_of(
        record, most_bytes=limits.record_bytes, most_nodes=limits.nodes, deepest=limits.depth
    )
    return _below(Growing(form).from_xml(element))


def _below(group: Node) -> dict[str, object]:
    kept: dict[str, object] = {}
    for node in group.children:
        question = node.question
        if question is None or question.is_meta or node.is_missing:
            continue
        value = _below(node) if question.children else node.text
        if question.is_repeat:
            kept[node.name] = [*kept.get(node.name, ()), value]  # type: ignore[misc]
        else:
            kept[node.name] = value
    return kept

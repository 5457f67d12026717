"""What a form holds while it is looked at: one node for each answer, group, row or choice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .form import Question


class Node:
    """One place in the tree of answers, or in a list of choices (which has no question)."""

    __slots__ = (
        "attributes",
        "children",
        "index",
        "is_asking",
        "is_missing",
        "is_relevant",
        "is_settled",
        "name",
        "parent",
        "question",
        "row",
        "text",
    )

    def __init__(self, name: str, parent: Node | None = None, question: Question | None = None):
        self.name, self.parent, self.question = name, parent, question
        self.text = ""
        self.row = 1  # which row of its repeat this is, counting from one
        self.children: list[Node] = []
        self.attributes: dict[str, str] | None = None
        self.index: dict[tuple[str, str], dict[str, list[Node]]] | None = None
        self.is_relevant: bool | None = None
        self.is_settled = self.is_asking = self.is_missing = False
        if parent is not None:
            parent.children.append(self)

    def below(self) -> Iterator[Node]:
        """The node and everything under it, as written."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def child(self, name: str) -> Node | None:
        return next((each for each in self.children if each.name == name), None)

    def whole_text(self) -> str:
        if not self.children:
            return self.text
        return "".join(each.text for each in self.below())

    def path(self) -> str:
        """Where it stands, with the number of each row: `/data/child[2]/age`."""
        steps = []
        node: Node | None = self
        while node is not None and node.name:
            is_row = node.question is not None and node.question.is_repeat
            steps.append(f"{node.name}[{node.row}]" if is_row else node.name)
            node = node.parent
        return "/" + "/".join(reversed(steps))

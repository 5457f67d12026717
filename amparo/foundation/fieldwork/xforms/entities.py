"""The people, places and things that a record writes down, or brings up to date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .nodes import Node
from .world import World


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing to create or to bring up to date, by the identity that the phone gave it."""

    dataset: str
    id: str
    creates: bool
    updates: bool
    label: str = field(default="", repr=False)
    base_version: int | None = None
    trunk_version: int | None = None
    branch_id: str = ""
    properties: Mapping[str, str] = field(default_factory=dict, repr=False)
    path: str = ""


def entities_of(world: World, root: Node) -> Iterator[Entity]:
    """Every entity that the record asks for: one for the whole, or one for each row."""
    if not world.form.entities:
        return
    for node in root.below():
        if node.name == "entity" and node.question is not None and node.question.is_meta:
            entity = _entity(world, node)
            if entity.creates or entity.updates:
                yield entity


def _entity(world: World, node: Node) -> Entity:
    told = node.attributes or {}
    label = node.child("label")
    holder = node.parent.parent if node.parent and node.parent.parent else node
    return Entity(
        dataset=told.get("dataset", ""),
        id=told.get("id", ""),
        creates=told.get("create", "") in ("1", "true"),
        updates=told.get("update", "") in ("1", "true"),
        label=label.text if label else "",
        base_version=_version(told.get("baseVersion", "")),
        trunk_version=_version(told.get("trunkVersion", "")),
        branch_id=told.get("branchId", ""),
        properties=dict(_properties(world, holder)),
        path=holder.path(),
    )


def _version(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _properties(world: World, holder: Node) -> Iterator[tuple[str, str]]:
    """What is saved to this entity: not what lies in a row that has an entity of its own."""
    for node in holder.children:
        question = node.question
        if question is None or question.is_meta or not world.is_relevant(node):
            continue
        if question.children:
            if "meta" not in question.children:
                yield from _properties(world, node)
        elif question.save_to and not node.is_missing:
            yield question.save_to, node.text

"""A record filled in on a page, written down as a phone would have written it."""

from lxml import etree

from .form import Question
from .nodes import Node
from .problems import CannotTell
from .safe_xml import plain
from .world import World, written

ENTITIES = "{http://www.opendatakit.org/xforms/entities}"
OPENROSA = "{http://openrosa.org/xforms}"
_UNSENDABLE = {code: None for code in range(32) if code not in (9, 10, 13)} | dict.fromkeys(
    (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
)


def as_xml(world: World, instance_id: str) -> bytes:
    form = world.form
    # Only the answers are of no namespace; the form's own would follow them everywhere.
    root = etree.Element(form.root.name, {"id": form.id, "version": form.version})
    _below(world, world.root, root)
    _name(root, instance_id)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _below(world: World, node: Node, element: etree._Element) -> None:
    for child in node.children:
        question = child.question
        if question is None or not world.is_relevant(child):
            continue
        below = etree.SubElement(element, _tag(question))
        for name, said in _attributes(world, child, question).items():
            below.set(name, said)
        if question.children:
            _below(world, child, below)
        else:
            world.read(child)
            below.text = child.text.translate(_UNSENDABLE) or None


def _tag(question: Question) -> str:
    if question.is_meta and question.tag.startswith((ENTITIES, OPENROSA)):
        return question.tag
    return plain(question.name)


def _attributes(world: World, node: Node, question: Question) -> dict[str, str]:
    """What a group says of itself; for an entity, its identity and whether it is new."""
    told = dict(question.attributes)
    for name, rule in question.attribute_rules.items():
        try:
            told[name] = written(world.scalar(rule, node), "text")
        except CannotTell:
            world.untold.append(node)
    return told


def _name(root: etree._Element, instance_id: str) -> None:
    found = next((each for each in root.iter("{*}instanceID")), None)
    if found is None:
        meta = next((each for each in root.iter("{*}meta")), None)
        meta = etree.SubElement(root, f"{OPENROSA}meta") if meta is None else meta
        found = etree.SubElement(meta, f"{OPENROSA}instanceID")
    found.text = instance_id

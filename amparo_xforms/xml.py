"""XML of records: parsed without document types or entities, read into nodes, written again."""

import re

from lxml import etree

from .evaluator import EvaluationContext, written
from .form import Form, Question
from .validation import CannotTell, Finding, TooMuch, UnreadableForm
from .values import Node

_FIRST_ELEMENT = re.compile(rb"<[^!?]")


def root_of(raw: bytes, *, most_bytes: int, most_nodes: int, deepest: int) -> etree._Element:
    """The top element of what arrived, or a refusal."""
    if len(raw) > most_bytes:
        raise TooMuch("too-large")
    # Texts in UTF-16 hold zeros; no phone writes them, and they hide what we look for.
    if b"\0" in raw:
        raise UnreadableForm("damaged")
    first = _FIRST_ELEMENT.search(raw)
    if b"<!DOCTYPE" in raw[: first.start() if first else len(raw)]:
        raise UnreadableForm("forbidden-xml")
    root = _parsed(raw)
    _measure(root, most_nodes, deepest)
    return root


def _parsed(raw: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise UnreadableForm("damaged") from None
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise UnreadableForm("forbidden-xml")
    return root


def _measure(root: etree._Element, most_nodes: int, deepest: int) -> None:
    count, level = 0, [root]
    for _depth in range(deepest):
        count += len(level)
        if count > most_nodes:
            raise TooMuch("too-many-nodes", limit=most_nodes)
        level = [child for element in level for child in element]
        if not level:
            return
    raise TooMuch("too-deep")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def plain(name: str) -> str:
    """A name without the namespace that lxml writes before it."""
    return name.rpartition("}")[2]


# From XML to nodes

# A name nobody asked for may be as long as its sender likes; a log has better uses.
_LONGEST_PATH = 400
_TEMPLATE = "{http://openrosa.org/javarosa}template"
# A phone adds these to what the form asked for; they are no question of ours to miss.
_PHONES_OWN = frozenset(("deprecatedID", "instanceName", "audit", "timeStart", "timeEnd", "userID",
                         "deviceID", "email", "phoneNumber", "simSerial", "subscriberID",
                         "username", "instanceID"))  # fmt: skip


class RecordTreeBuilder:
    """Grows the nodes of one record; what has no place in the form is kept apart."""

    def __init__(self, form: Form):
        self._form = form
        self.findings: list[Finding] = []
        self.extras: dict[str, str] = {}

    def from_xml(self, element: etree._Element) -> Node:
        root = Node(self._form.root.name, None, self._form.root)
        self._below(element, root, self._form.root)
        return root

    def _below(self, element: etree._Element, node: Node, question: Question) -> None:
        seen: dict[str, int] = {}
        self._keep_loose(node, element.text)
        for child in element:
            self._keep_loose(node, child.tail)
            name = local(child)
            if _TEMPLATE in child.attrib:
                continue
            below = question.children.get(name)
            if below is None:
                self._keep_apart(child, node, name, question)
                continue
            count = seen[name] = seen.get(name, 0) + 1
            if count > 1 and not below.is_repeat:
                self._keep(f"{node.path()}/{name}[{count}]", "repeated-node", _written(child))
                continue
            if count > self._form.limits.rows:
                raise TooMuch("too-many-repeats", limit=self._form.limits.rows)
            grown = Node(name, node, below)
            grown.row = count
            self._one(child, grown, below)
        for name, below in question.children.items():
            if name not in seen and not below.is_repeat:
                _gap(Node(name, node, below), below)

    def _one(self, element: etree._Element, node: Node, question: Question) -> None:
        if element.attrib:
            node.attributes = {plain(str(key)): str(said) for key, said in element.attrib.items()}
        if question.children:
            self._below(element, node, question)
            return
        node.text = element.text or ""
        if len(element):
            self._keep(node.path(), "unknown-node", _written(element))

    def _keep_apart(
        self, child: etree._Element, node: Node, name: str, question: Question
    ) -> None:
        is_first = node.child(name) is None
        if question.is_meta and name in _PHONES_OWN and is_first and not len(child):
            Node(name, node).text = child.text or ""
            return
        self._keep(f"{node.path()}/{name}", "unknown-node", _written(child))

    def _keep_loose(self, node: Node, text: str | None) -> None:
        if text and text.strip():
            self._keep(f"{node.path()}/text()", "unknown-node", text)

    def _keep(self, path: str, kind: str, text: str) -> None:
        self.findings.append(Finding(path[:_LONGEST_PATH], kind))
        kept = self.extras.get(path)
        self.extras[path] = text if kept is None else f"{kept}\n{text}"


def _gap(node: Node, question: Question) -> None:
    node.is_missing = True
    for name, below in question.children.items():
        if not below.is_repeat:
            _gap(Node(name, node, below), below)


def _written(element: etree._Element) -> str:
    """The words of a simple answer; the XML of one that holds others."""
    if not len(element):
        return element.text or ""
    return etree.tostring(element, encoding="unicode", with_tail=False)


# From nodes to XML, as ODK Collect writes it

ENTITIES = "{http://www.opendatakit.org/xforms/entities}"
OPENROSA = "{http://openrosa.org/xforms}"
_UNSENDABLE = {code: None for code in range(32) if code not in (9, 10, 13)} | dict.fromkeys(
    (*range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
)


def as_xml(context: EvaluationContext, instance_id: str) -> bytes:
    form = context.form
    # Only the answers are of no namespace; the form's own would follow them everywhere.
    root = etree.Element(form.root.name, {"id": form.id, "version": form.version})
    _below(context, context.root, root)
    _name(root, instance_id)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _below(context: EvaluationContext, node: Node, element: etree._Element) -> None:
    for child in node.children:
        question = child.question
        if question is None or not context.is_relevant(child):
            continue
        below = etree.SubElement(element, _tag(question))
        for name, said in _attributes(context, child, question).items():
            below.set(name, said)
        if question.children:
            _below(context, child, below)
        else:
            context.read(child)
            below.text = child.text.translate(_UNSENDABLE) or None


def _tag(question: Question) -> str:
    if question.is_meta and question.tag.startswith((ENTITIES, OPENROSA)):
        return question.tag
    return plain(question.name)


def _attributes(context: EvaluationContext, node: Node, question: Question) -> dict[str, str]:
    """What a group says of itself; for an entity, its identity and whether it is new."""
    told = dict(question.attributes)
    for name, rule in question.attribute_rules.items():
        try:
            told[name] = written(context.scalar(rule, node), "text")
        except CannotTell:
            context.failed_nodes.append(node)
    return told


def _name(root: etree._Element, instance_id: str) -> None:
    found = next((each for each in root.iter("{*}instanceID")), None)
    if found is None:
        meta = next((each for each in root.iter("{*}meta")), None)
        meta = etree.SubElement(root, f"{OPENROSA}meta") if meta is None else meta
        found = etree.SubElement(meta, f"{OPENROSA}instanceID")
    found.text = instance_id

"""From what was sent to a whole record: each answer in its place, gaps left empty."""

from lxml import etree

from .form import Form, Question
from .nodes import Node
from .problems import TOO_MANY_ROWS_OF_ONE_REPEAT, Finding, TooMuch
from .safe_xml import local, plain

# A name nobody asked for may be as long as its sender likes; a log has better uses.
_LONGEST_PATH = 400
_TEMPLATE = "{http://openrosa.org/javarosa}template"
# A phone adds these to what the form asked for; they are no question of ours to miss.
_PHONES_OWN = frozenset(("deprecatedID", "instanceName", "audit", "timeStart", "timeEnd", "userID",
                         "deviceID", "email", "phoneNumber", "simSerial", "subscriberID",
                         "username", "instanceID"))  # fmt: skip


class Growing:
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
                raise TooMuch(TOO_MANY_ROWS_OF_ONE_REPEAT, limit=self._form.limits.rows)
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

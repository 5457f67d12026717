"""Parses an XForm into a `Form`, or raises `UnfitForm` with a list of what is wrong in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from .compiler import CompileContext, compile_rule
from .form import ChoiceList, EntityDeclaration, Form, Limits, Question, Rule
from .labels import LocalizedText, Translations
from .lists import Files, Lists, from_xml
from .parser import Call, Path, Tree
from .validation import Fault, UnfitForm, UnfitRule, UnreadableForm
from .xml import local, plain, root_of

LARGEST_FORM = 10_000_000
MOST_NODES = 300_000
DEEPEST = 60
XFORMS = "{http://www.w3.org/2002/xforms}"
JAVAROSA = "{http://openrosa.org/javarosa}"
ENTITIES = "{http://www.opendatakit.org/xforms/entities}"
_SORTS = {
    "integer": "int",
    "long": "int",
    "datetime": "dateTime",
    "string": "text",
    "double": "decimal",
}
_KNOWN = frozenset(
    ("int", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "binary",
     "barcode", "boolean")
)  # fmt: skip
_META = frozenset(("instanceID", "entity"))
_FIRST = frozenset(("odk-instance-first-load", "odk-new-repeat"))


def read_form(
    xml: bytes,
    *,
    files: Files | None = None,
    limits: Limits | None = None,
    notes: Mapping[str, Mapping[str, object]] | None = None,
    notes_namespace: str = "",
) -> Form:
    """The form in an XForm. `files` gives the lists beside it by name, or nothing; `notes` say by
    the path of a question what else is known of it, and come before what the XForm says in
    attributes of its binds in `notes_namespace`.
    """
    root = root_of(xml, most_bytes=LARGEST_FORM, most_nodes=MOST_NODES, deepest=DEEPEST)
    model = root.find(f".//{XFORMS}model")
    if model is None:
        raise UnreadableForm("not-a-form")
    form = _Reading(root, model, files, notes_namespace).form(limits or Limits())
    for path, said in (notes or {}).items():
        if question := form.find(path):
            question.notes |= {name: _note(value) for name, value in said.items()}
    return form


def _note(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _is_meta(element: etree._Element) -> bool:
    return local(element) == "meta" and any(local(each) in _META for each in element)


class _Reading:
    def __init__(
        self,
        root: etree._Element,
        model: etree._Element,
        files: Files | None,
        notes_namespace: str,
    ):
        self._root, self._model = root, model
        self._notes_prefix = f"{{{notes_namespace}}}" if notes_namespace else ""
        instances = model.findall(f"{XFORMS}instance")
        if not instances or not len(instances[0]):
            raise UnreadableForm("not-a-form")
        self._top = instances[0][0]
        inner = {each.get("id", ""): from_xml(each) for each in instances[1:] if len(each)}
        outer = {
            each.get("id", ""): each.get("src", "") for each in instances[1:] if not len(each)
        }
        self._making = Making(Question(local(self._top), (local(self._top),)),
                              Translations(), Lists(inner, outer, files))  # fmt: skip

    def form(self, limits: Limits) -> Form:
        making = self._making
        self._shape()
        for question in making.root.below():
            making.by_path[question.path] = question
        body = self._root.find("{*}body")
        self._binds()
        if body is not None:
            Body(making).read(body)
        self._translations()
        self._set_values()
        if making.faults:
            raise UnfitForm(making.faults)
        title = self._root.find(".//{*}title")
        return Form(
            id=self._top.get("id", ""),
            version=self._top.get("version", ""),
            title=(title.text or "") if title is not None else "",
            root=making.root,
            languages=tuple(each for each in making.texts.languages if each != "default"),
            default_language=making.texts.default,
            texts=making.texts,
            lists=making.lists,
            entities=tuple(self._entities()),
            limits=limits,
            by_path=making.by_path,
        )

    def _shape(self) -> None:
        """The questions as they stand inside each other; repeated rows are one question."""
        waiting = [(self._top, self._making.root)]
        for element, question in waiting:
            for child in element:
                name = local(child)
                if name in question.children:
                    continue
                below = Question(name, (*question.names, name), question)
                below.tag = str(child.tag)
                below.is_meta = question.is_meta or _is_meta(child)
                below.is_repeat = f"{JAVAROSA}template" in child.attrib
                below.attributes = {
                    plain(str(key)): str(value)
                    for key, value in child.attrib.items()
                    if key != f"{JAVAROSA}template"
                }
                below.default = (child.text or "").strip() if not len(child) else ""
                question.children[name] = below
                waiting.append((child, below))

    def _binds(self) -> None:
        for bind in self._model.findall(f"{XFORMS}bind"):
            path, is_attribute, name = bind.get("nodeset", "").strip().partition("/@")
            question = self._making.find(path)
            if question is not None and is_attribute:
                self._attribute(question, name, bind.get("calculate"))
            elif question is not None:
                self._bind(bind, question)

    def _attribute(self, question: Question, name: str, source: str | None) -> None:
        rule = self._making.rule(source, question, "calculate")
        if rule is not None:
            question.attribute_rules[name] = rule

    def _bind(self, bind: etree._Element, question: Question) -> None:
        making = self._making
        sort = bind.get("type", "string").rpartition(":")[2]
        sort = _SORTS.get(sort, _SORTS.get(sort.lower(), sort))
        question.sort = sort if sort in _KNOWN else "text"
        for name in ("relevant", "required", "constraint", "calculate", "readonly"):
            rule = making.rule(bind.get(name), question, name)
            setattr(question, name, rule)
        question.constraint_message = making.label(bind.get(f"{JAVAROSA}constraintMsg"))
        question.required_message = making.label(bind.get(f"{JAVAROSA}requiredMsg"))
        question.preload = (
            bind.get(f"{JAVAROSA}preload", ""),
            bind.get(f"{JAVAROSA}preloadParams", ""),
        )
        question.save_to = bind.get(f"{ENTITIES}saveto", "")
        for key, value in bind.attrib.items():
            if self._notes_prefix and str(key).startswith(self._notes_prefix):
                question.notes[plain(str(key))] = str(value)

    def _translations(self) -> None:
        texts = self._making.texts
        for language in self._model.iterfind(f"{XFORMS}itext/{XFORMS}translation"):
            name = language.get("lang", "")
            if language.get("default") or not texts.default:
                texts.default = name
            said = texts.languages.setdefault(name, {})
            for text in language.iterfind(f"{XFORMS}text"):
                said.update(self._pieces(text))

    def _pieces(self, text: etree._Element) -> Iterator[tuple[str, tuple[str | Rule, ...]]]:
        """The words of a text, and beside them those for another use: guidance, a picture."""
        name = text.get("id", "")
        question = self._making.find(name.rpartition(":")[0])
        for value in text.iterfind(f"{XFORMS}value"):
            use = value.get("form")
            yield name if use is None else f"{name}#{use}", self._making.pieces(value, question)

    def _set_values(self) -> None:
        """What is written when the form, or a new row, is opened, or when an answer changes."""
        for each in self._root.iter(f"{XFORMS}setvalue"):
            path, is_attribute, name = each.get("ref", "").strip().partition("/@")
            question = self._making.find(path)
            if question is None:
                continue
            if is_attribute:
                self._attribute(question, name, each.get("value"))
                continue
            rule = self._making.rule(each.get("value") or "''", question, "default")
            events = each.get("event", "").split()
            if _FIRST.intersection(events):
                question.first = rule
            if "xforms-value-changed" in events:
                self._change(each.getparent(), question, rule)

    def _change(
        self, control: etree._Element | None, question: Question, rule: Rule | None
    ) -> None:
        source = self._making.find(control.get("ref", "")) if control is not None else None
        if source is not None and rule is not None:
            source.changes.append((question, rule))

    def _entities(self) -> list[EntityDeclaration]:
        return [
            EntityDeclaration(
                dataset=question.attributes.get("dataset", ""),
                path=question.path,
                creates="create" in question.attributes,
                updates="update" in question.attributes,
            )
            for question in self._making.root.below()
            if question.name == "entity" and question.is_meta and "dataset" in question.attributes
        ]


# Shared state


@dataclass
class Making:
    """The questions found so far, and the faults."""

    root: Question
    texts: Translations
    lists: Lists
    faults: list[Fault] = field(default_factory=list)
    by_path: dict[str, Question] = field(default_factory=dict)

    def find(self, path: str) -> Question | None:
        return self.by_path.get(path.strip())

    def rule(
        self,
        source: str | None,
        question: Question | None,
        sort: str,
        change: Callable[[Tree], Tree] | None = None,
    ) -> Rule | None:
        """A rule of a question; one that cannot be followed is noted, and left out."""
        if source is None or not source.strip():
            return None
        try:
            around = CompileContext(question, self.root, self.lists.names)
            return compile_rule(source, around, change)
        except UnfitRule as unfit:
            path = question.path if question else ""
            self.faults.append(Fault(path, sort, unfit.code, unfit.name))
            return None

    def label(self, written: str | None) -> LocalizedText | None:
        """Words that an attribute holds: a translation by name, or the words themselves."""
        if not written:
            return None
        if written.startswith("jr:itext("):
            return LocalizedText(
                self.texts, name=written[9:].strip().rstrip(")").strip().strip("'\"")
            )
        return LocalizedText(self.texts, own=(written,))

    def pieces(self, element: etree._Element, question: Question | None) -> tuple[str | Rule, ...]:
        """Words with answers woven in, piece by piece."""
        found: list[str | Rule] = [element.text or ""]
        for child in element:
            if local(child) == "output":
                found.append(self.rule(child.get("value"), question, "label") or "")
            found.append(child.tail or "")
        return tuple(each for each in found if each)


# Body: controls, groups, repeats

_JAVAROSA = "{http://openrosa.org/javarosa}"
_SELECTS = {"select1": "select_one", "select": "select_multiple", "rank": "rank"}
_CONTROLS = (*_SELECTS, "input", "upload", "trigger", "range", "secret")


class Body:
    """Reads controls, groups and repeats, in the order in which they are shown."""

    def __init__(self, making: Making):
        self._making = making

    def read(self, body: etree._Element) -> None:
        for element in body.iter("*"):
            name = local(element)
            if name == "repeat":
                self._repeat(element)
            elif name == "group":
                self._group(element)
            elif name in _CONTROLS:
                self._control(element, name)

    def _question(self, element: etree._Element) -> Question | None:
        return self._making.find(element.get("ref") or element.get("nodeset") or "")

    def _repeat(self, element: etree._Element) -> None:
        question = self._question(element)
        if question is None:
            return
        question.is_repeat, question.control = True, "repeat"
        question.appearance = element.get("appearance", "")
        question.how_often = self._making.rule(
            element.get(f"{_JAVAROSA}count"), question.parent, "repeat"
        )
        around = element.getparent()
        if around is not None and local(around) == "group" and question.label is None:
            question.label = self._label(around, "label", question)

    def _group(self, element: etree._Element) -> None:
        question = self._question(element)
        if question is None:
            return
        question.control = question.control or "group"
        question.appearance = element.get("appearance", "")
        question.label = self._label(element, "label", question) or question.label

    def _control(self, element: etree._Element, control: str) -> None:
        question = self._question(element)
        if question is None:
            return
        question.control = control
        question.appearance = element.get("appearance", "")
        question.media = element.get("mediatype", "")
        question.label = self._label(element, "label", question)
        question.hint = self._label(element, "hint", question)
        if control in _SELECTS:
            question.sort = _SELECTS[control]
            self._choices(element, question)

    def _label(
        self, element: etree._Element, name: str, question: Question
    ) -> LocalizedText | None:
        found = element.find(f"{{*}}{name}")
        if found is None:
            return None
        ref = found.get("ref")
        if ref:
            return self._making.label(ref)
        return LocalizedText(self._making.texts, own=self._making.pieces(found, question))

    def _choices(self, element: etree._Element, question: Question) -> None:
        itemset = element.find("{*}itemset")
        if itemset is not None:
            self._itemset(itemset, question)
            return
        question.choices = tuple(
            (
                _text_of(item, "value"),
                self._label(item, "label", question) or LocalizedText(self._making.texts),
            )
            for item in element.iterfind("{*}item")
        )

    def _itemset(self, itemset: etree._Element, question: Question) -> None:
        nodeset = itemset.get("nodeset", "")
        narrowed = self._making.rule(nodeset, question, "choices")
        label = itemset.find("{*}label")
        shown = self._making.rule(
            label.get("ref", "label") if label is not None else "label", None, "choices"
        )
        value = itemset.find("{*}value")
        if narrowed is None or shown is None:
            return
        whole = self._making.rule(nodeset, question, "choices", _without_filter) or narrowed
        question.choices = ChoiceList(
            narrowed=narrowed,
            whole=whole,
            name=(value.get("ref") or "name") if value is not None else "name",
            label=shown,
        )


def _text_of(item: etree._Element, name: str) -> str:
    return (item.findtext(f"{{*}}{name}") or "").strip()


def _without_filter(tree: Tree) -> Tree:
    """The whole list behind a narrowed one, in whatever order it is shown."""
    if isinstance(tree, Call) and tree.name == "randomize" and tree.args:
        return _without_filter(tree.args[0])
    if not isinstance(tree, Path) or not tree.steps:
        return tree
    return replace(tree, steps=(*tree.steps[:-1], replace(tree.steps[-1], filters=())))

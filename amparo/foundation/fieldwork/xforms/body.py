"""The part of a form that people see: how each question is asked, and among what one chooses."""

from dataclasses import replace

from lxml import etree

from .form import ChoiceList, Question
from .grammar import Call, Path, Tree
from .making import Making
from .safe_xml import local
from .words import Words

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
            question.label = self._words(around, "label", question)

    def _group(self, element: etree._Element) -> None:
        question = self._question(element)
        if question is None:
            return
        question.control = question.control or "group"
        question.appearance = element.get("appearance", "")
        question.label = self._words(element, "label", question) or question.label

    def _control(self, element: etree._Element, control: str) -> None:
        question = self._question(element)
        if question is None:
            return
        question.control = control
        question.appearance = element.get("appearance", "")
        question.media = element.get("mediatype", "")
        question.label = self._words(element, "label", question)
        question.hint = self._words(element, "hint", question)
        if control in _SELECTS:
            question.sort = _SELECTS[control]
            self._choices(element, question)

    def _words(self, element: etree._Element, name: str, question: Question) -> Words | None:
        found = element.find(f"{{*}}{name}")
        if found is None:
            return None
        ref = found.get("ref")
        if ref:
            return self._making.words(ref)
        return Words(self._making.texts, own=self._making.pieces(found, question))

    def _choices(self, element: etree._Element, question: Question) -> None:
        itemset = element.find("{*}itemset")
        if itemset is not None:
            self._itemset(itemset, question)
            return
        question.choices = tuple(
            (
                _text_of(item, "value"),
                self._words(item, "label", question) or Words(self._making.texts),
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

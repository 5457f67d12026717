"""A form as it is handed to a screen: with what is known in its places, and less to ask."""

from collections.abc import Callable, Mapping

from lxml import etree

from .filling import Given, as_text
from .form import Form, Question
from .reading import XFORMS
from .safe_xml import local


def served(
    xform: str, form: Form, known: Given, may_ask: Callable[[Question], bool]
) -> tuple[bytes, int]:
    """The XForm, and how many of its questions are left out.

    A question that may not be asked never applies: so every program that reads forms takes it,
    it is neither shown nor sent, and no rule that speaks of it breaks.
    """
    root = etree.fromstring(xform.encode())
    model = root.find(f".//{XFORMS}model")
    assert model is not None  # noqa: S101 - `form` was read from it
    binds = {bind.get("nodeset", ""): bind for bind in model.iterfind(f"{XFORMS}bind")}
    left_out = [each for each in form.questions() if each.control and not may_ask(each)]
    for question in left_out:
        bind = binds.get(question.path)
        if bind is None:
            bind = etree.SubElement(model, f"{XFORMS}bind", {"nodeset": question.path})
        bind.set("relevant", "false()")
    _write(model.find(f"{XFORMS}instance")[0], known)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), len(left_out)


def _write(place: etree._Element, known: Given) -> None:
    for element in place:
        value = known.get(local(element))
        if isinstance(value, Mapping):
            _write(element, value)
        elif value is not None:
            element.text = as_text(value)

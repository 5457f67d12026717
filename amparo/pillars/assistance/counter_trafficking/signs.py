"""The signs of trafficking that one may note: a code list, in the words of the reader."""

from collections.abc import Iterable

from amparo.foundation.protection import code_lists

from .palermo import Indicator

LIST, ELEMENTS = "trafficking_indicator", "trafficking_element"


def named(wanted: Iterable[str]) -> list[Indicator]:
    """Those signs; a code that is on no list weighs nothing."""
    found = (code_lists.find(LIST, code) for code in wanted)
    return [
        Indicator(term.code, term.parent, term.extra.get("weight", "")) for term in found if term
    ]


def offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """All of them, by the element that they speak of, in the order of the elements."""
    by_element: dict[str, list[tuple[str, str]]] = {}
    for term in code_lists.terms(LIST):
        if term.is_active:
            by_element.setdefault(term.parent, []).append((term.code, term.label))
    return [(each.label, by_element.get(each.code, [])) for each in code_lists.terms(ELEMENTS)]


def said(code: str) -> str:
    return code_lists.label(LIST, code)

"""XML taken in with suspicion: no document types, nothing fetched, nothing endless."""

import re

from lxml import etree

from .problems import (
    DAMAGED,
    FORBIDDEN_XML,
    TOO_DEEP,
    TOO_LARGE,
    TOO_MANY_NODES,
    TooMuch,
    Unreadable,
)

_FIRST_ELEMENT = re.compile(rb"<[^!?]")


def root_of(raw: bytes, *, most_bytes: int, most_nodes: int, deepest: int) -> etree._Element:
    """The top element of what arrived, or a refusal."""
    if len(raw) > most_bytes:
        raise TooMuch(TOO_LARGE)
    # Texts in UTF-16 hold zeros; no phone writes them, and they hide what we look for.
    if b"\0" in raw:
        raise Unreadable(DAMAGED)
    first = _FIRST_ELEMENT.search(raw)
    if b"<!DOCTYPE" in raw[: first.start() if first else len(raw)]:
        raise Unreadable(FORBIDDEN_XML)
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
        raise Unreadable(DAMAGED) from None
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise Unreadable(FORBIDDEN_XML)
    return root


def _measure(root: etree._Element, most_nodes: int, deepest: int) -> None:
    count, level = 0, [root]
    for _depth in range(deepest):
        count += len(level)
        if count > most_nodes:
            raise TooMuch(TOO_MANY_NODES, limit=most_nodes)
        level = [child for element in level for child in element]
        if not level:
            return
    raise TooMuch(TOO_DEEP)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def plain(name: str) -> str:
    """A name without the namespace that lxml writes before it."""
    return name.rpartition("}")[2]

"""XLIFF 2.1 for agencies: a group for each section, a unit for each segment, digests in notes.

OASIS, XLIFF Version 2.1 (2018): https://docs.oasis-open.org/xliff/xliff-core/v2.1/.
"""

from collections.abc import Iterable

from lxml import etree

from .translation_units import (
    Accepted,
    Offered,
    SourceSection,
    Unit,
    UnreadableFile,
    accept,
    units,
)

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"  # of 2.1 as well
LARGEST_FILE = 20_000_000  # bytes
_N = f"{{{NAMESPACE}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_VERSIONS = ("2.0", "2.1")


def write_xliff(sections: Iterable[SourceSection], *, source: str, target: str) -> bytes:
    """Returns the sections for translation from the language `source` into `target`."""
    root = etree.Element(f"{_N}xliff", nsmap={None: NAMESPACE})
    root.set("version", "2.1")
    root.set("srcLang", source)
    root.set("trgLang", target)
    whole = etree.SubElement(root, f"{_N}file", id="text")
    for section in sections:
        group = etree.SubElement(whole, f"{_N}group", id=section.key, name=section.title)
        for unit in units([section]):
            _add_unit(group, unit)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add_unit(group, unit: Unit) -> None:
    element = etree.SubElement(group, f"{_N}unit", id=unit.name)
    notes = etree.SubElement(element, f"{_N}notes")
    etree.SubElement(notes, f"{_N}note", category="digest").text = unit.digest
    etree.SubElement(notes, f"{_N}note", category="kind").text = str(unit.kind)
    state = "translated" if unit.target else "initial"
    segment = etree.SubElement(element, f"{_N}segment", state=state)
    for name, words in (("source", unit.source), ("target", unit.target)):
        said = etree.SubElement(segment, f"{_N}{name}")
        said.set(_SPACE, "preserve")
        said.text = words


def read_xliff(content: bytes, sections: Iterable[SourceSection], *, target: str) -> Accepted:
    """Returns what still fits the sections as they are now. Raises `UnreadableFile`."""
    root = _root(content)
    if (root.get("trgLang") or "").lower() != target.lower():
        raise UnreadableFile("language")
    return accept(sections, [_offered(unit) for unit in root.iter(f"{_N}unit")])


def _root(content: bytes):
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("too_large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFile("no_xliff") from None
    is_plain = not root.getroottree().docinfo.doctype
    if not is_plain or root.tag != f"{_N}xliff" or root.get("version") not in _VERSIONS:
        raise UnreadableFile("no_xliff")
    return root


def _offered(unit) -> Offered:
    """A translation tool may cut a unit into several segments: their words are joined."""
    digest = unit.findtext(f"{_N}notes/{_N}note[@category='digest']") or ""
    said = "".join("".join(one.itertext()) for one in unit.iter(f"{_N}target"))
    source = "".join("".join(one.itertext()) for one in unit.iter(f"{_N}source"))
    return Offered(unit.get("id", ""), said, digest.strip(), source)

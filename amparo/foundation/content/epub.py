"""A publication as EPUB 3: a ZIP of XHTML pages, for telephones and readers without a network.

W3C, EPUB 3.3 (2023): https://www.w3.org/TR/epub-33/. Nothing remote, no scripts.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC

from lxml import etree
from lxml.builder import ElementMaker
from lxml.html import fragment_fromstring

from amparo.ui.languages import direction, is_from_the_right

from .html import Picture, Setting, count_tables, render
from .parser import parse
from .publication import Publication, Section

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ENDINGS = {"image/png": "png", "image/webp": "webp", "image/jpeg": "jpg"}
_OCTETS = "application/oebps-package+xml"

_STYLE = """body { line-height: 1.5; overflow-wrap: anywhere; }
table { border-collapse: collapse; inline-size: 100%; }
th, td { border: 1px solid; padding: 0.3em 0.5em; text-align: start; vertical-align: top; }
.end { text-align: end; }
.scroll { overflow-x: auto; }
img { max-inline-size: 100%; block-size: auto; }
.footnotes { border-block-start: 1px solid; margin-block-start: 2em; font-size: 0.9em; }
"""
_CONTAINER = f"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="{_OCTETS}"/></rootfiles>
</container>
"""


def write_epub(publication: Publication) -> bytes:
    """Returns the whole publication as an EPUB; the same publication gives the same bytes."""
    written = io.BytesIO()
    moment = publication.modified_at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in _parts(publication):
            # Readers tell an EPUB by its first bytes: the kind comes first and is not packed.
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(name, moment)
            archive.writestr(info, content, compress_type=packing)
    return written.getvalue()


def _parts(publication: Publication) -> Iterator[tuple[str, str | bytes]]:
    yield "mimetype", "application/epub+zip"
    yield "META-INF/container.xml", _CONTAINER
    yield "EPUB/package.opf", _package(publication)
    yield "EPUB/nav.xhtml", _contents(publication)
    yield "EPUB/style.css", _STYLE
    first_table = 1
    for section in publication.sections:
        yield f"EPUB/{_page_name(section)}", _page(publication, section, first_table)
        first_table += count_tables(parse(section.text))
    for digest, picture in publication.pictures.items():
        yield f"EPUB/{_picture_name(digest, picture.media_type)}", picture.content


def _page_name(section: Section) -> str:
    return f"section-{section.key}.xhtml"


def _item_name(section: Section) -> str:
    return f"section-{section.key}"


def _picture_name(digest: str, media_type: str) -> str:
    return f"figure-{digest}.{_ENDINGS[media_type]}"


def _page(publication: Publication, section: Section, first_table: int) -> bytes:
    pictures = {
        digest: Picture(_picture_name(digest, one.media_type), one.width, one.height)
        for digest, one in publication.pictures.items()
    }
    setting = Setting(
        key=section.key, labels=publication.labels, heading_level=2, first_table=first_table,
        pictures=pictures, languages=section.languages,
    )  # fmt: skip
    body = fragment_fromstring(render(section.text, setting), create_parent="section")
    for element in body.iter("img"):
        element.attrib.pop("loading", None)  # not of EPUB
    title = etree.Element("h1")
    title.text = section.title
    _mark_language(title, section.title_language)
    body.insert(0, title)
    return _document(publication, section.title, body)


def _contents(publication: Publication) -> bytes:
    made = ElementMaker()
    nav = made.nav(made.h1(publication.labels.contents))
    nav.set(f"{{{OPS}}}type", "toc")
    lists = [etree.SubElement(nav, "ol")]
    for section in publication.sections:
        depth = min(section.level, len(lists) + (len(lists[-1]) > 0))
        del lists[depth:]
        if depth > len(lists):  # a level is opened below the last entry, one at a time
            lists.append(etree.SubElement(lists[-1][-1], "ol"))
        link = made.a(section.title, href=_page_name(section))
        _mark_language(link, section.title_language)
        lists[-1].append(made.li(link))
    return _document(publication, publication.title, nav)


def _mark_language(element, code: str) -> None:
    if code:
        element.set("lang", code)
        element.set("dir", direction(code))


def _document(publication: Publication, title: str, body) -> bytes:
    """Returns an XHTML page: elements without a namespace get that of XHTML."""
    language = publication.language
    root = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML, "epub": OPS})
    root.set("lang", language)
    root.set(f"{_XML}lang", language)
    root.set("dir", direction(language))
    head = etree.SubElement(root, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = title
    etree.SubElement(head, f"{{{XHTML}}}link", rel="stylesheet", type="text/css", href="style.css")
    for element in body.iter(etree.Element):
        element.tag = f"{{{XHTML}}}{element.tag}"
        if said := element.get("lang"):
            element.set(f"{_XML}lang", said)
    etree.SubElement(root, f"{{{XHTML}}}body").append(body)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype="<!DOCTYPE html>")


def _package(publication: Publication) -> bytes:
    opf = ElementMaker(namespace=OPF, nsmap={None: OPF, "dc": DC})
    root = opf.package(version="3.0")
    root.set("unique-identifier", "identifier")
    root.set(f"{_XML}lang", publication.language)
    root.append(_metadata(publication))
    root.append(_manifest(opf, publication))
    spine = opf.spine(
        *(opf.itemref(idref=_item_name(section)) for section in publication.sections)
    )
    if is_from_the_right(publication.language):
        spine.set("page-progression-direction", "rtl")
    root.append(spine)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _metadata(publication: Publication):
    metadata = etree.Element(f"{{{OPF}}}metadata")
    identifier = etree.SubElement(metadata, f"{{{DC}}}identifier", id="identifier")
    identifier.text = publication.identifier
    told = {
        "title": publication.title,
        "language": publication.language,
        "publisher": publication.publisher,
        "rights": publication.licence,
    }
    for name, words in told.items():
        if words:
            etree.SubElement(metadata, f"{{{DC}}}{name}").text = words
    modified = publication.modified_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    properties = [("dcterms:modified", modified), ("schema:accessMode", "textual")]
    if publication.pictures:
        properties.append(("schema:accessMode", "visual"))
    properties += [
        ("schema:accessModeSufficient", "textual"),
        ("schema:accessibilityFeature", "alternativeText"),
        ("schema:accessibilityFeature", "structuralNavigation"),
        ("schema:accessibilityFeature", "tableOfContents"),
        ("schema:accessibilityHazard", "none"),
    ]
    for name, words in properties:
        etree.SubElement(metadata, f"{{{OPF}}}meta", property=name).text = words
    return metadata


def _manifest(opf: ElementMaker, publication: Publication):
    kind = "application/xhtml+xml"
    items = [
        opf.item({"id": "nav", "href": "nav.xhtml", "media-type": kind, "properties": "nav"}),
        opf.item({"id": "style", "href": "style.css", "media-type": "text/css"}),
    ]
    items += [
        opf.item({"id": _item_name(section), "href": _page_name(section), "media-type": kind})
        for section in publication.sections
    ]
    items += [
        opf.item(
            {
                "id": f"figure-{digest}",
                "href": _picture_name(digest, one.media_type),
                "media-type": one.media_type,
            }
        )
        for digest, one in publication.pictures.items()
    ]
    return opf.manifest(*items)

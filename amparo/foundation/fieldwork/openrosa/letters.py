"""What a telephone is answered, written as strictly as ODK Collect reads it.

OpenRosa 1.0: Request, Form Discovery, Form Submission; ODK Entities for lists that change.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.http import HttpResponse
from django.utils.http import http_date
from lxml import etree

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
XML = "text/xml; charset=utf-8"
# Larger posts are taken too; a telephone divides what it can, so that a bad line loses less.
MOST_AT_ONCE = 10_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A form that may be filled."""

    code: str
    name: str
    version: str
    seal: str
    address: str
    manifest: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that a form needs beside it."""

    name: str
    seal: str
    address: str
    # Of a list that changes: where to ask which of its lines are gone.
    integrity: str = field(default="")


def form_list(forms: Iterable[Listed]) -> HttpResponse:
    root = etree.Element(f"{{{LIST}}}xforms", nsmap={None: LIST})
    for each in forms:
        xform = _below(root, LIST, "xform")
        said = {
            "formID": each.code, "name": each.name, "version": each.version, "hash": each.seal,
            "downloadUrl": each.address, "manifestUrl": each.manifest,
        }  # fmt: skip
        for tag, words in said.items():
            if words:
                _below(xform, LIST, tag, words)
    return _letter(root)


def manifest(files: Iterable[Beside]) -> HttpResponse:
    root = etree.Element(f"{{{MANIFEST}}}manifest", nsmap={None: MANIFEST})
    for each in files:
        # An attribute, not an element: else the list would be taken for a picture.
        kind = {"type": "entityList"} if each.integrity else {}
        media = etree.SubElement(root, f"{{{MANIFEST}}}mediaFile", kind)
        _below(media, MANIFEST, "filename", each.name)
        _below(media, MANIFEST, "hash", each.seal)
        _below(media, MANIFEST, "downloadUrl", each.address)
        if each.integrity:
            _below(media, MANIFEST, "integrityUrl", each.integrity)
    return _letter(root)


def integrity(deleted: dict[str, bool]) -> HttpResponse:
    """Which lines of a list are gone: a telephone that kept one lets go of it."""
    root = etree.Element("data")
    entities = etree.SubElement(root, "entities")
    for ref, is_gone in deleted.items():
        entity = etree.SubElement(entities, "entity", {"id": ref})
        etree.SubElement(entity, "deleted").text = "true" if is_gone else "false"
    return _letter(root)


def said(words: str, status: int) -> HttpResponse:
    """A sentence for who holds the telephone, which shows it as it is."""
    root = etree.Element(f"{{{RESPONSE}}}OpenRosaResponse", nsmap={None: RESPONSE})
    _below(root, RESPONSE, "message", words).set("nature", _nature(status))
    return _letter(root, status)


def in_protocol(response: HttpResponse) -> HttpResponse:
    """What every answer says, whichever it is."""
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(MOST_AT_ONCE)
    response["Date"] = http_date(datetime.now(UTC).timestamp())
    return response


def is_letter(response: HttpResponse) -> bool:
    return "X-OpenRosa-Version" in response.headers


def _nature(status: int) -> str:
    return {201: "submit_success", 202: "submit_success"}.get(status, "error")


def _below(parent: etree._Element, space: str, tag: str, words: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{space}}}{tag}")
    element.text = words or None
    return element


def _letter(root: etree._Element, status: int = 200) -> HttpResponse:
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return in_protocol(HttpResponse(written, status=status, content_type=XML))

"""PO files for those who translate with Poedit, Weblate and the like.

The context of a message names its section and segment; its msgid is the source itself, so what
the source no longer says is seen at once.
"""

import io
from collections.abc import Iterable

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from .translation_units import (
    Accepted,
    Offered,
    Refused,
    RefusedUnit,
    SourceSection,
    UnreadableFile,
    accept,
    units,
)

LARGEST_FILE = 20_000_000  # bytes


def write_po_file(sections: Iterable[SourceSection], *, target: str, project: str) -> bytes:
    """Returns the sections as messages to translate into the language `target`."""
    catalog = Catalog(
        locale=target.replace("-", "_"), project=project, version="", fuzzy=False,
        header_comment="", copyright_holder="", msgid_bugs_address="", last_translator="",
        language_team="",
    )  # fmt: skip
    for unit in units(sections):
        message = catalog.add(
            unit.source, unit.target, context=unit.name, auto_comments=(str(unit.kind),)
        )
        # A per cent sign in a text is no place holder.
        message.flags -= {"python-format", "python-brace-format"}
    written = io.BytesIO()
    write_po(written, catalog, width=0)
    return written.getvalue()


def read_po_file(content: bytes, sections: Iterable[SourceSection], *, target: str) -> Accepted:
    """Returns what still fits the sections as they are now. Raises `UnreadableFile`."""
    catalog = _catalog(content)
    named = str(catalog.locale_identifier or "").replace("_", "-").lower()
    if named != target.lower():
        raise UnreadableFile("language")
    messages = [message for message in catalog if message.id and message.context]
    done = [one for one in messages if not one.fuzzy]
    accepted = accept(sections, [_offered(message) for message in done])
    unfinished = tuple(
        RefusedUnit(str(one.context), Refused.UNFINISHED, str(one.string))
        for one in messages
        if one.fuzzy and one.string
    )
    return Accepted(accepted.texts, (*accepted.refused, *unfinished))


def _catalog(content: bytes) -> Catalog:
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("too_large")
    try:
        return read_po(io.BytesIO(content), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError, LookupError):
        raise UnreadableFile("no_po") from None


def _offered(message) -> Offered:
    source, target = message.id, message.string
    if not isinstance(source, str) or not isinstance(target, str):  # plurals, which we never write
        return Offered(str(message.context), "")
    return Offered(str(message.context), target, source=source)

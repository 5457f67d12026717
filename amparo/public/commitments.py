"""Commitments for anybody: those that were published, and their feed. No view is counted."""

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.foundation.core.search import fold_text
from amparo.pillars.dialogue.models import Commitment
from amparo.pillars.dialogue.public_commitments import public_commitments
from amparo.ui import formats

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
MOST_SHOWN = 60
# A feed without entries was never updated: the day of the format stands for that.
NEVER = "2005-12-01T00:00:00+00:00"


def has_public_commitments() -> bool:
    return public_commitments().exists()


def listed(words: str = "") -> tuple[list[Commitment], bool]:
    """Returns the latest with all of these words, and whether there are more."""
    rows: QuerySet[Commitment] = public_commitments().order_by("-year", "-serial")
    for word in fold_text(words[:100]).split():
        rows = rows.filter(search_text__contains=word)
    found = list(rows[: MOST_SHOWN + 1])
    return found[:MOST_SHOWN], len(found) > MOST_SHOWN


# Feed of new ones: The Atom Syndication Format, RFC 4287.


def feed(site: str) -> bytes:
    """Returns the latest; `site` is where this site is found, without a slash."""
    rows = list(public_commitments().order_by("-at", "-pk")[:MOST_ENTRIES])
    language = formats.current_language()
    here = f"{site}{reverse('public:commitments-feed')}?lang={language}"
    root = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _add(root, "id", here)
    _add(root, "title", _("Public commitments"))
    _add(root, "updated", _moment(rows[0].at) if rows else NEVER)
    SubElement(root, "link", {"rel": "self", "href": here})
    _add(SubElement(root, "author"), "name", _("Amparo"))
    for each in rows:
        _entry(root, each, site, language)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "utf-8")


def _entry(root: Element, commitment: Commitment, site: str, language: str) -> None:
    address = f"{site}{reverse('public:commitment', args=[commitment.ref])}"
    entry = SubElement(root, "entry")
    _add(entry, "id", f"urn:uuid:{commitment.ref}")
    title = SubElement(entry, "title", {"xml:lang": commitment.language})
    title.text = commitment.title
    _add(entry, "updated", _moment(commitment.at))
    SubElement(entry, "link", {"href": f"{address}?lang={language}"})
    _add(entry, "summary", str(commitment.state_label(commitment.office.today())))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")

"""Guidance for anybody: public products with a published edition. No view of a page is counted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.pillars.guidance.codes import THEMES
from amparo.pillars.guidance.library import ProductRow, rows_of
from amparo.pillars.guidance.models import Edition, Product
from amparo.pillars.guidance.public_products import public_editions
from amparo.ui import formats

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
# For whom the cards are that say what somebody's rights are.
MIGRANT = "migrant"


@dataclass(frozen=True)
class ThemeGroup:
    label: str
    rows: list[ProductRow]


def products_by_theme() -> list[ThemeGroup]:
    """Returns public products under their first theme, in the order of themes. Three queries."""
    rows = rows_of(public_editions().prefetch_related("product__themes"))
    found: dict[str, list[ProductRow]] = defaultdict(list)
    for row in rows:
        own = {each.code for each in row.edition.product.themes.all()}
        found[next((code for code in THEMES if code in own), "")].append(row)
    groups = [ThemeGroup(str(THEMES[code]), found[code]) for code in THEMES if code in found]
    if "" in found:
        groups.append(ThemeGroup(pgettext("theme", "Other"), found[""]))
    return groups


def rights_cards() -> list[Edition]:
    """Returns the cards that are written for migrants themselves."""
    rows = public_editions().filter(
        product__kind=Product.Kind.CARD, product__audiences__code=MIGRANT
    )
    return list(rows)


# Feed of new editions: The Atom Syndication Format, RFC 4287.


def feed(site: str) -> bytes:
    """Returns the newest editions; `site` is where this site is found, without a slash."""
    newest = public_editions().order_by("-published_at", "ref")[:MOST_ENTRIES]
    rows = rows_of(newest)
    language = formats.current_language()
    here = f"{site}{reverse('public:guidance-feed')}?lang={language}"
    root = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _add(root, "id", here)
    _add(root, "title", _("New editions of guidance"))
    _add(root, "updated", _moment(_newest(rows)))
    SubElement(root, "link", {"rel": "self", "href": here})
    author = SubElement(root, "author")
    _add(author, "name", _("Amparo"))
    for row in rows:
        _entry(root, row, site, language)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "utf-8")


def _entry(root: Element, row: ProductRow, site: str, language: str) -> None:
    edition = row.edition
    address = f"{site}{reverse('public:guidance-product', args=[edition.product.ref])}"
    entry = SubElement(root, "entry")
    _add(entry, "id", f"urn:uuid:{edition.ref}")
    _add(entry, "title", row.title)
    if edition.published_at:
        _add(entry, "updated", _moment(edition.published_at))
    SubElement(entry, "link", {"href": f"{address}?lang={language}"})
    words = {"kind": edition.product.get_kind_display(), "number": edition.number}
    _add(entry, "summary", _("%(kind)s, edition %(number)s") % words)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _newest(rows: Iterable[ProductRow]) -> datetime | None:
    days = [each.edition.published_at for each in rows if each.edition.published_at]
    return max(days, default=None)


def _moment(value: datetime | None) -> str:
    """A feed without entries was never updated: the day of the format stands for that."""
    return value.isoformat(timespec="seconds") if value else "2005-12-01T00:00:00+00:00"

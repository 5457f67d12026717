"""Feed of stories: those that are shown today in one language. The Atom Syndication Format, RFC
4287. What is no longer consented is no longer in it.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from django.urls import reverse
from django.utils.translation import gettext as _

from amparo.pillars.advocacy.stories.public_stories import ShownStory, shown_stories

from .guidance import ATOM

NEVER = "2005-12-01T00:00:00+00:00"  # a feed without entries: the day of the format


def feed(site: str, language: str) -> bytes:
    """Returns the feed; `site` is where this site is found, without a slash."""
    rows = shown_stories(language)
    here = f"{site}{reverse('public:stories-feed')}?lang={language}"
    root = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    days = [each.story.published_at for each in rows if each.story.published_at]
    updated = max(days).isoformat(timespec="seconds") if days else NEVER
    for name, text in (("id", here), ("title", _("Stories")), ("updated", updated)):
        SubElement(root, name).text = text
    SubElement(root, "link", {"rel": "self", "href": here})
    SubElement(SubElement(root, "author"), "name").text = _("Amparo")
    for each in rows:
        _entry(root, each, site, language)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "utf-8")


def _entry(root: Element, shown: ShownStory, site: str, language: str) -> None:
    story = shown.story
    address = f"{site}{reverse('public:story', args=[story.ref])}?lang={language}"
    entry = SubElement(root, "entry")
    SubElement(entry, "id").text = f"urn:uuid:{story.ref}"
    SubElement(entry, "title").text = shown.text.title
    if story.published_at:
        SubElement(entry, "updated").text = story.published_at.isoformat(timespec="seconds")
    SubElement(entry, "link", {"href": address})

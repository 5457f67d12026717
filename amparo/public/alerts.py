"""Alerts for anybody: messages in use as a list, as pages and as a feed.

A message shows its words in the language of the page and in no other: where it has none, the page
says so and names the languages that it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from amparo.foundation.core.code_lists import codes
from amparo.pillars.advocacy.message_bank.help_lines import HelpLines, help_lines
from amparo.pillars.advocacy.message_bank.models import (
    KeyMessage,
    KeyMessageState,
    MaterialRules,
    Wording,
)
from amparo.pillars.advocacy.message_bank.pretest_notes import pretest_note
from amparo.pillars.advocacy.message_bank.public_messages import public_messages
from amparo.ui import formats

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
PAGE_SIZE = 15
# A feed without entries was never updated: the day of the format stands for that.
NEVER = "2005-12-01T00:00:00+00:00"
NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Alert:
    """A message as the public reads it, in the language of the page."""

    message: KeyMessage

    @cached_property
    def wording(self) -> Wording | None:
        """Easy words first, where there are some; None where this language has no wording."""
        here = formats.current_language()
        easy = self.message.wording(here, Wording.Level.EASY)
        return easy or self.message.wording(here)

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """Code and own name of each language that has a wording, but that of the page."""
        here = formats.current_language()
        return [(code, NAMES[code]) for code in self.message.written_languages if code != here]

    @property
    def is_warning(self) -> bool:
        return self.message.kind == KeyMessage.Kind.WARNING

    @property
    def topic(self) -> str:
        return codes.label("message_topic", self.message.topic)

    @property
    def is_over(self) -> bool:
        return self.message.state == KeyMessageState.WITHDRAWN

    @property
    def checked_on(self) -> date | None:
        return self.message.approved_at.date() if self.message.approved_at else None

    @property
    def places(self) -> list[str]:
        return [row.place.name for row in self.message.places.all()]

    @property
    def note(self) -> str:
        return pretest_note(self.message, formats.current_language())

    @property
    def has_recording(self) -> bool:
        here = formats.current_language()
        rows = self.message.recordings.all()
        return any(row.language == here and row.may_be_opened for row in rows)

    @cached_property
    def rules(self) -> MaterialRules:
        return MaterialRules.of(self.message.office)

    @property
    def help(self) -> HelpLines | None:
        return help_lines(self.message, self.rules, formats.current_language())

    @property
    def successor(self) -> UUID | None:
        """The message that took its place, if anybody may read that."""
        newer = self.message.newest_version
        return newer.ref if newer and newer.is_public else None


def listed(topic: str, place: UUID | None, number: int) -> tuple[list[Alert], bool]:
    """Returns one page of alerts, counted from 1, and whether there are more."""
    first = (number - 1) * PAGE_SIZE
    rows = list(public_messages(topic, place)[first : first + PAGE_SIZE + 1])
    return [Alert(each) for each in rows[:PAGE_SIZE]], len(rows) > PAGE_SIZE


def has_alerts() -> bool:
    return KeyMessage.objects.public().exists()


# Feed of new ones: The Atom Syndication Format, RFC 4287.


def feed(site: str) -> bytes:
    """Returns the newest that have words in the language of the feed; `site` is where this site is
    found, without a slash.
    """
    found = [Alert(each) for each in public_messages()[:MOST_ENTRIES]]
    rows = [each for each in found if each.wording is not None]
    language = formats.current_language()
    here = f"{site}{reverse('public:alerts-feed')}?lang={language}"
    root = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _add(root, "id", here)
    _add(root, "title", _("Alerts and true information"))
    _add(root, "updated", _newest(rows))
    SubElement(root, "link", {"rel": "self", "href": here})
    _add(SubElement(root, "author"), "name", _("Amparo"))
    for each in rows:
        _entry(root, each, site, language)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "utf-8")


def _entry(root: Element, alert: Alert, site: str, language: str) -> None:
    address = f"{site}{reverse('public:alert', args=[alert.message.ref])}"
    entry = SubElement(root, "entry")
    _add(entry, "id", f"urn:uuid:{alert.message.ref}")
    _add(entry, "title", alert.wording.heading if alert.wording else "")
    _add(entry, "updated", _moment(alert))
    SubElement(entry, "link", {"href": f"{address}?lang={language}"})
    _add(entry, "summary", alert.wording.body if alert.wording else "")


def _newest(rows: Sequence[Alert]) -> str:
    return max((_moment(each) for each in rows), default=NEVER)


def _moment(alert: Alert) -> str:
    approved = alert.message.approved_at
    return approved.isoformat(timespec="seconds") if approved else NEVER


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text

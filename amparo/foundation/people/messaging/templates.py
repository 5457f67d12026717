"""Templates of text messages: fixed sentences, their length, and a draft with its gaps filled."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from string import Formatter

from django.utils import translation
from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office
from amparo.foundation.core.refusals import Refusal
from amparo.ui import formats
from amparo.ui.languages import CODES

from .recipients import NotReachableByText, Recipient, next_safe_time


@dataclass(frozen=True)
class MessageTemplate:
    """One sentence in several languages, and what has to be filled into it."""

    code: str
    said: dict[str, str]
    is_chosen: bool = False

    @property
    def gaps(self) -> frozenset[str]:
        return frozenset(name for _, name, _, _ in Formatter().parse(self.said["en"]) if name)

    def says(self, language: str, day: date | None = None, hour: time | None = None) -> str:
        """The very words that will be read."""
        with translation.override(language):
            told = {
                "day": formats.plain_day(day) if day else "…",
                "time": formats.clock(hour) if hour else "…",
            }
        return self.said[language].format_map(told)


@cache
def message_templates() -> dict[str, MessageTemplate]:
    text = (Path(__file__).parent / "templates.toml").read_text(encoding="utf-8")
    return {code: _template_from_toml(code, told) for code, told in tomllib.loads(text).items()}


def _template_from_toml(code: str, told: dict) -> MessageTemplate:
    said = {language: told[language] for language in CODES if language in told}
    return MessageTemplate(code, said, told.get("chosen", False))


# The languages in which every template is written.
LANGUAGES = tuple(
    code for code in CODES if all(code in each.said for each in message_templates().values())
)


def language_for(spoken: list[str], otherwise: str) -> str:
    """The first language of theirs that we can write; else the one that the house speaks."""
    known = [each for each in spoken if each in LANGUAGES]
    return next(iter(known), otherwise if otherwise in LANGUAGES else LANGUAGES[0])


# Segments: how many a message is sent in, and paid for.

# 3GPP TS 23.038: the default alphabet, and the letters that take two places in it.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€\f")
# Letters in one part, and in each of several, which also carry how they belong together.
_GSM_ONE, _GSM_EACH = 160, 153
_UCS2_ONE, _UCS2_EACH = 70, 67


@dataclass(frozen=True)
class MessageSize:
    """How long a text is as telephones count: letters, parts, and whether plain letters do."""

    letters: int
    parts: int
    is_plain: bool


def message_size(text: str) -> MessageSize:
    is_plain = set(text) <= _GSM | _TWICE
    if is_plain:
        widths = [2 if letter in _TWICE else 1 for letter in text]
        one, each = _GSM_ONE, _GSM_EACH
    else:
        widths = [len(letter.encode("utf-16-be")) // 2 for letter in text]
        one, each = _UCS2_ONE, _UCS2_EACH
    letters = sum(widths)
    return MessageSize(letters, 1 if letters <= one else _count_segments(widths, each), is_plain)


def _count_segments(widths: list[int], most: int) -> int:
    """A letter of two places is never cut between two parts."""
    pieces, room = 1, most
    for width in widths:
        if width > room:
            pieces, room = pieces + 1, most
        room -= width
    return pieces


# Drafts: whole and shown before anything is sent.


@dataclass(frozen=True)
class MessageDraft:
    """One of our sentences with its gaps filled, and from when until when it may leave."""

    template: str
    language: str = ""
    day: date | None = None
    hour: time | None = None
    not_before: datetime | None = None
    until: datetime | None = None
    # They asked to be reminded: only then does a text speak of an appointment.
    is_asked_for: bool = False

    @property
    def kind(self) -> MessageTemplate:
        return message_templates()[self.template]

    def in_language_of(self, way: Recipient) -> str:
        return self.language or language_for(list(way.languages), "")

    def text(self, way: Recipient) -> str:
        return self.kind.says(self.in_language_of(way), self.day, self.hour)

    def moment(self, way: Recipient, office: Office) -> datetime:
        """When it leaves: the first good hour for them."""
        found = next_safe_time(
            max(self.not_before or now(), now()), way.when, way.zones(office.time_zone)
        )
        if found is None:
            raise NotReachableByText("no_good_hour")
        if self.until and found >= self.until:
            raise NotReachableByText("too_late")
        return found

    def must_be_whole(self) -> None:
        if self.kind.is_chosen and not self.is_asked_for:
            raise Refusal(
                _("Only who asked to be reminded is told of an appointment. Choose another text.")
            )
        given = {"day": self.day, "time": self.hour}
        if any(given[gap] is None for gap in self.kind.gaps):
            raise Refusal(_("This text names a day or an hour: fill them in."))

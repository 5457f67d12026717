"""What stands on every material of a message: that help is free, and where one complains or asks.

Left out only where somebody said why, on the message. In the language of the material.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.ui import formats

from .channel_texts import channel_text
from .models import KeyMessage, MaterialRules


@dataclass(frozen=True)
class HelpLines:
    """`free` says that help is free; `contact` what the number or address is for, `value` what it
    is, `hours` when somebody answers.
    """

    free: str
    contact: str
    value: str
    hours: str = ""

    @property
    def short(self) -> str:
        """What a telephone gets: each letter more is paid for. Without hours."""
        return f"{self.free} {self.contact}: {self.value}."

    @property
    def spoken(self) -> str:
        """All of it as sentences, for what is read aloud or sent by mail."""
        hours = f" ({self.hours})" if self.hours else ""
        return f"{self.free} {self.contact}: {self.value}{hours}."


def help_lines(message: KeyMessage, rules: MaterialRules, language: str) -> HelpLines | None:
    """Returns them in one language; None where the message leaves them out."""
    if message.without_help_because:
        return None
    with translation.override(language):
        return HelpLines(
            _("Help is free."), pgettext("on a poster", "Complaints and questions"),
            _value(rules), _hours(rules),
        )  # fmt: skip


def _value(rules: MaterialRules) -> str:
    values = [each for each in (rules.number, rules.address) if each]
    values = values or [short_address(reverse("public-complaint-new"))]
    # In running Arabic, a number with spaces would turn around.
    around = "\u2066{}\u2069" if translation.get_language_bidi() else "{}"
    return " · ".join(around.format(each) for each in values)


def _hours(rules: MaterialRules) -> str:
    """Days and hours; "" where nobody said any, which promises none."""
    days = str(rules.get_days_display()) if rules.days else ""
    if rules.opens is None or rules.closes is None:
        return days
    hours = f"{formats.clock(rules.opens)}–{formats.clock(rules.closes)}"
    return f"{days} {hours}".strip()


def short_address(path: str) -> str:
    """Returns an address of this site as one types it: without "https"."""
    return f"{settings.AMPARO_BASE_URL.partition('://')[2]}{path}"


def full_text(message: KeyMessage, rules: MaterialRules, channel: str, language: str) -> str:
    """Returns what a channel carries: its words, and after them that help is free and where one
    complains. "" where the language has no wording.
    """
    text = channel_text(message, channel, language)
    lines = help_lines(message, rules, language) if text else None
    return f"{text}\n{lines.spoken}" if lines else text

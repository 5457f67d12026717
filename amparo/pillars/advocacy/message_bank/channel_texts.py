"""What a message says on a channel: its own words there, or those derived from the wording. Never
the words of another language.
"""

from .models.key_messages import KeyMessage
from .models.wordings import Wording

# Channels with words of their own; a public page shows the wording itself.
WRITTEN_CHANNELS = ("poster", "leaflet", "radio", "social", "text", "session")


def channel_text(message: KeyMessage, channel: str, language: str) -> str:
    """Returns the words for one channel; "" where the language has no wording."""
    wording = message.wording(language)
    if wording is None:
        return ""
    return own_text(message, channel, language) or derived_text(wording, channel)


def own_text(message: KeyMessage, channel: str, language: str) -> str:
    """Returns the words that somebody wrote for this channel; "" where nobody did."""
    rows = (row for row in message.channel_wordings.all() if row.channel == channel)
    return next((row.text for row in rows if row.language == language), "")


def derived_text(wording: Wording, channel: str) -> str:
    """Returns what a channel gets of a wording: a telephone its text message, or the heading; who
    listens, heading and text; who reads a poster under the heading, the text.
    """
    if channel == "text":
        return wording.text or wording.heading
    if channel in ("radio", "social", "session"):
        return f"{as_sentence(wording.heading)}\n{wording.body}"
    return wording.body


def as_sentence(heading: str) -> str:
    """Returns a heading as it stands in running text."""
    return heading if heading.endswith((".", "!", "?", "؟", "…", "»")) else f"{heading}."

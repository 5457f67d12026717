"""What staff and readers are told of a wording about which nobody of its audience was asked."""

from django.utils.translation import gettext as _

from .models import KeyMessage


def pretest_note(message: KeyMessage, language: str) -> str:
    """Returns the line for one language, in the language in force; "" where it was pretested."""
    if language not in message.untested_languages:
        return ""
    if any(row.discarded_at is None for row in message.pretests.all()):
        return _("Not pretested in this language.")
    return _("Not pretested.")

"""Words around a card, on pages and on devices."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def law_heading() -> str:
    return pgettext("guidance", "What the law here says")


def services_heading() -> str:
    return pgettext("guidance", "Whom to call")


def nobody_listed_text() -> str:
    """What is said where a text names a kind of service, and the directory has none to call."""
    return _("Nobody is listed here for it.")

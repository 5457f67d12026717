"""Why a segment of a translated file was not taken, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.content.translation_units import Refused

REFUSED_TEXTS = {
    Refused.UNKNOWN: _("This segment is no longer part of the text."),
    Refused.CHANGED: _("The original has changed since the file was exported."),
    Refused.SHAPE: _("It has more than one paragraph, or other cells than the original."),
    Refused.FOOTNOTES: _("Its footnotes are not those of the original."),
    Refused.GRAMMAR: _("It holds markup, an address or a picture that texts do not take."),
    Refused.UNFINISHED: _("Its translator marked it as not finished."),
}

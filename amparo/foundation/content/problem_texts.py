"""What a text loses, or why a file is not taken, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from .figures import Reason
from .grammar import Code

PROBLEM_TEXTS = {
    Code.MARKUP: _("HTML is not accepted. Write it as Markdown or leave it out."),
    Code.ADDRESS: _("Links start with https, mailto or tel. This one becomes plain text."),
    Code.PICTURE: _("Pictures are added as figures. This address is not loaded."),
    Code.PICTURE_IN_TEXT: _("A figure stands in a paragraph of its own."),
    Code.NO_ALTERNATIVE: _("The figure has no alternative text."),
    Code.CODE_BLOCK: _("Blocks of code are not accepted. The lines become a paragraph."),
    Code.RULE: _("Horizontal lines are left out."),
    Code.LEVEL: _("The level of the heading is adjusted to 2, 3 or 4."),
    Code.HEADING_INSIDE: _("A heading within a list or a quote becomes bold text."),
    Code.NOTE_WITHOUT_TEXT: _("The footnote has no text."),
    Code.NOTE_WITHOUT_MENTION: _("The footnote is not referred to in the text."),
}

PICTURE_TEXTS = {
    Reason.TOO_LARGE: _("The picture is too large."),
    Reason.NO_PICTURE: _("The file is not a picture (PNG, JPEG, WebP, GIF, BMP or TIFF)."),
}

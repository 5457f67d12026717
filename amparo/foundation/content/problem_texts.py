"""What a text loses, or why a file is not taken, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from . import docx_package, figures
from .docx_runs import Lost
from .grammar import Code
from .translation_units import Refused

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
    figures.Reason.TOO_LARGE: _("The picture is too large."),
    figures.Reason.NO_PICTURE: _("The file is not a picture (PNG, JPEG, WebP, GIF, BMP or TIFF)."),
}

FILE_TEXTS = {
    docx_package.Reason.NO_DOCUMENT: _("The file is not a Word document (DOCX)."),
    docx_package.Reason.TOO_LARGE: _("The file is too large. The limit is 20 MB."),
    docx_package.Reason.MACROS: _("The file contains macros. Save it as DOCX without macros."),
    docx_package.Reason.REMOTE: _(
        "The file loads content from other addresses. Save a copy without it."
    ),
    docx_package.Reason.TOO_MANY_ROWS: _(
        "The tables of the file have too many rows. The limit is 2,000."
    ),
}

LOSS_TEXTS = {
    Lost.PICTURE: _("Picture: add it as a figure with alternative text."),
    Lost.LARGE_PICTURE: _("Picture: too large. Add a smaller one as a figure."),
    Lost.NO_ALTERNATIVE: _(
        "Picture: write what it shows, for those who do not see it. Without it nothing is"
        " published."
    ),
    Lost.TEXT_BOX: _("Text box: its words are left out."),
    Lost.COMMENT: _("Comment: left out."),
    Lost.TRACKED_CHANGE: _("Tracked change: the deleted words are left out."),
    Lost.FORMULA: _("Formula: only its characters are kept."),
    Lost.HIDDEN_TEXT: _("Hidden text: left out."),
    Lost.EMBEDDED: _("Embedded file: left out."),
    Lost.ADDRESS: _("Link to an address that is not accepted: it becomes plain text."),
    Lost.SYMBOL: _("Symbol of a special font: left out."),
    Lost.NUMBERING: _("Broken numbering: check the order of the list."),
    Lost.MERGED_CELLS: _("Merged cells: they become separate cells."),
    Lost.CELL_PARTS: _("List or table within a cell: it becomes one paragraph."),
    Lost.PAGE_MARGIN: _("Header or footer: left out."),
}

REFUSED_UNIT_TEXTS = {
    Refused.UNKNOWN: _("The section or segment no longer exists."),
    Refused.CHANGED: _("The source has changed since the file was exported."),
    Refused.SHAPE: _("The translation has other paragraphs or cells than the source."),
    Refused.FOOTNOTES: _("The translation refers to other footnotes than the source."),
    Refused.GRAMMAR: _("The translation contains HTML, an address or a picture not accepted."),
    Refused.UNFINISHED: _("The translation is marked as unfinished."),
}

"""Why a table does not leave the office, in the reader's language: what is wrong, what to do."""

from django.utils.translation import gettext_lazy as _

from .reasons import Reason

REASON_TEXTS = {
    Reason.RESTRICTED_AREA: _(
        "Restricted cases are published for the largest areas only. Choose areas of level 1, or "
        "leave the area out."
    ),
    Reason.RESTRICTED_MONTHS: _(
        "Restricted cases are not published by kind, area and month together. Choose quarters or "
        "years, or leave the area out."
    ),
    Reason.REVEALS: _(
        "With the tables that this recipient already holds, a small number of people could be "
        "worked out. Choose larger areas, longer periods or fewer categories."
    ),
    Reason.CONTRADICTS: _(
        "The recipient holds other numbers for the same people and period. Send a correction "
        "that replaces the earlier table."
    ),
    Reason.TOO_LARGE: _(
        "These tables have too many combinations to be checked together. Choose fewer categories "
        "or fewer periods."
    ),
    Reason.TOO_FEW: _("Too few people match these filters. Leave out a filter."),
    Reason.TOO_CLOSE: _(
        "This question differs by a few people only from one that was answered before. Choose "
        "other filters."
    ),
}

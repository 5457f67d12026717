"""Problems of a list in words: what is wrong with a line, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .recommendations import Problem

_TEXTS: dict[str, Promise] = {
    "no-table": _(
        "We found no table of recommendations. Its first row has “Recommendation” and “Position”."
    ),
    "one-cell": _("This row has one cell and is no theme. Left out: check it in the document."),
    "no-text": _("No words stand here. Left out: fill them in."),
    "too-long": _("This is too long for one commitment. Left out: divide it."),
    "reference-too-long": _("This number in the document is too long. Left out: shorten it."),
    "other-words": _(
        "This number comes twice with different words. The first was taken: correct the other."
    ),
    "answers-differ": _(
        "The State answered differently to different authors. Both positions are recorded."
    ),
    "no-number": _("No number stands before the words. Taken without one."),
    "no-author": _("Nobody is named who recommends it. Taken without an author."),
    "no-position": _("No position of the State stands here. Taken without one."),
    "unknown-position": _("We do not know this position. Taken without one: add it by hand."),
    "unknown-country": _(
        "We do not know this country. Left out: write its code of two letters, as in BO."
    ),
    "unknown-date": _(
        "This is no date that can be read only one way. Left out: write it as 2026-03-31."
    ),
}


def problem_text(problem: Problem) -> str:
    """The sentence for a code; what the reader of tables said itself stays as it is."""
    return str(_TEXTS.get(problem.code, problem.code))

"""Problems of a list of participants in words: what is wrong with a row, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .participant_tables import Problem

_TEXTS: dict[str, Promise] = {
    "formula": _("This cell begins like a formula. Left out: write the value itself."),
    "no-name": _("No name stands here. Left out: fill it in."),
    "no-code": _("This event uses codes instead of names. Left out: fill in the code."),
    "too-long": _("This is too long for one line. Left out: shorten it."),
    "no-address": _("This is no e-mail address. Taken without it: correct it afterwards."),
    "unknown-sex": _("We do not know this word for the sex. Taken as not said."),
    "unknown-country": _(
        "We do not know this country. Taken without it: write its code of two letters, as in BO."
    ),
    "no-course": _("No course stands here. Left out: fill in the title of the course."),
    "unknown-date": _(
        "This is no date that can be read only one way. Left out: write it as 2026-03-31."
    ),
    "ends-before": _("The last day is before the first. Left out: look at both days."),
    "not-past": _("This training is not over yet. Left out: plan it as an event."),
    "no-hours": _("No hours stand here. Left out: write them as a number, as in 14 or 7.5."),
    "hours-for-days": _(
        "These are more than 15 hours a day. Left out: look at the hours and at both days."
    ),
    "other-course": _("This line is of another course. Left out."),
    "unknown-status": _(
        "We do not know this word for how far somebody is. Left out: write “Completed” or “Not"
        " completed”."
    ),
    "no-completion-date": _(
        "It says completed, and no date stands here. Left out: fill in when it was completed."
    ),
    "empty-date": _("This is what a platform shows for no date. Left out: fill in the real one."),
    "future-date": _(
        "This day is still to come. Left out: look whether day and month are the right way round."
    ),
    "two-dates": _(
        "Two lines of the same person say different days. Both left out: keep the right one."
    ),
    "second-account": _(
        "This is a second account of somebody in this list. Left out: the first one counts."
    ),
}


def problem_text(problem: Problem) -> str:
    """The sentence for a code; what the reader of tables said itself stays as it is."""
    return str(_TEXTS.get(problem.code, problem.code))

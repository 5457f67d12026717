"""Kinds of problems of survey files: what is wrong with one, and where to look."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.spreadsheets.validation import ImportProblem, ProblemKind

from .instrument_reader import InstrumentIssue

_MESSAGES = {
    "too_large": _("The file is larger than one megabyte."),
    "not_json": _("This is not written as JSON. Look at line %(where)s."),
    "not_read": _("This file cannot be read as JSON in UTF-8."),
    "format": _("The file does not say which format it has. It must say: %(what)s"),
    "missing": _("Something is missing here."),
    "too_long": _("This text is longer than a thousand letters."),
    "language": _("The name must be told in one of these languages at least: %(what)s"),
    "code": _("This cannot be a code: %(what)s. Use letters, figures and the sign _."),
    "shape": _("Another shape is expected here: see the file that comes with Amparo."),
    "twice": _("This code stands here twice: %(what)s"),
    "reserved": _(
        "Every question may be answered so already: %(what)s. Remove them from the list."
    ),
    "too_many": _("There are more questions than we can take: %(what)s at most."),
    "number": _("A number is expected here, not: %(what)s"),
    "range": _("This number is too small, too large or too fine: %(what)s"),
    "months": _("Whole months are expected here, not: %(what)s"),
    "since": _("Rounds are counted from “return” or from “closure”, not from: %(what)s"),
    "dimension_unknown": _("No dimension is called so: %(what)s"),
    "dimension_empty": _("No question with scores belongs to this dimension: %(what)s"),
    "answers_unknown": _("No list of answers is called so: %(what)s"),
    "score_unknown": _("There is a score for an answer that is not in the list: %(what)s"),
    "score_missing": _("This answer has no score: %(what)s. Where it does not count, write null."),
    "condition": _("A question can depend only on answers to a question before it."),
    "prompt": _("This asks about something that is not in the survey: %(what)s"),
    "limits_order": _("The limits must rise, and the last one must be 1."),
}


PROBLEM_KINDS = {
    code: ProblemKind(f"survey-{code.replace('_', '-')}", "error", message, "")
    for code, message in _MESSAGES.items()
}


def problem_of(issue: InstrumentIssue) -> ImportProblem:
    """Returns an issue of a survey file as a problem of an import, at its place in the file."""
    kind = PROBLEM_KINDS[issue.kind]
    return ImportProblem(
        0, issue.where, issue.what, kind.code, {"what": issue.what, "where": issue.where}
    )

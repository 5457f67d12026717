"""What is said about the errors, faults and findings of `amparo_xforms`, by their codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import amparo_xforms
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import (
    DAMAGED,
    TOO_LARGE,
    ProblemKind,
    UnreadableFile,
)

FORBIDDEN_XML = ProblemKind(
    "forbidden-xml",
    "error",
    _("This file declares its own document type, which no form needs."),
    _("Export the form again from the tool that made it."),
)
TOO_DEEP = ProblemKind(
    "too-deep",
    "error",
    _("This file has too many levels inside each other."),
    _("Put fewer groups inside each other."),
)
TOO_MANY_NODES = ProblemKind(
    "too-many-nodes",
    "error",
    _("This file holds more than %(limit)s answers, rows or questions."),
    _("Divide it into several smaller ones."),
)
TOO_MANY_ROWS_OF_ONE_REPEAT = ProblemKind(
    "too-many-repeats",
    "error",
    _("One group is repeated more than %(limit)s times."),
    _("Divide it into several smaller records."),
)
TOO_SLOW = ProblemKind(
    "too-slow",
    "error",
    _("The rules of this form take longer than %(limit)s seconds to work out."),
    _("Ask the author of the form for simpler rules or shorter lists."),
)
UNFIT = ProblemKind(
    "unfit-form",
    "error",
    _("This form cannot be used yet: %(count)s of its rules cannot be followed."),
    _("Correct the questions that are named, and publish the form again."),
)
NOT_A_FORM = ProblemKind(
    "not-a-form",
    "error",
    _("This is not a form."),
    _("Choose the form that was made from your spreadsheet."),
)
ANOTHER_FORM = ProblemKind(
    "another-form",
    "error",
    _("These answers belong to another form."),
    _("Send them to the form with which they were collected."),
)
ERRORS = {
    kind.code: kind
    for kind in (
        DAMAGED, TOO_LARGE, FORBIDDEN_XML, TOO_DEEP, TOO_MANY_NODES, TOO_MANY_ROWS_OF_ONE_REPEAT,
        TOO_SLOW, UNFIT, NOT_A_FORM, ANOTHER_FORM,
    )
}  # fmt: skip
FAULTS: dict[str, Promise] = {
    "rule-too-long": _("The rule is too long."),
    "rule-too-deep": _("The rule has too many brackets inside each other."),
    "strange-sign": _("The rule holds a sign that means nothing in a rule."),
    "unfinished-rule": _("The rule is not complete: a bracket, a quote or a word is missing."),
    "unknown-axis": _("The rule looks in a direction that no phone can follow: %(name)s."),
    "unknown-function": _("There is no function called %(name)s."),
    "wrong-arguments": _("The function %(name)s is given too few or too many things."),
    "unknown-list": _("There is no list called %(name)s."),
    "unknown-question": _("There is no question called %(name)s."),
    "risky-pattern": _("The pattern could take forever on some answers; write a simpler one."),
    "cycle": _("These wait for each other, so none can be worked out: %(name)s."),
    "bad-pattern": _("The pattern cannot be read."),
}
FINDINGS: dict[str, Promise] = {
    "missing-required": _("This question must be answered."),
    "constraint": _("The answer does not obey the rule of this question."),
    "not-relevant-but-answered": _("This question was answered although it does not apply."),
    "wrong-type": _("The answer is not of the sort that was asked for."),
    "unknown-choice": _("The answer is not among the choices."),
    "unknown-node": _("The form has no such question."),
    "missing-node": _("This question is absent from what was sent."),
    "repeated-node": _("This question was answered more than once."),
    "different-calculation": _("Our calculation comes to another result."),
    "not-evaluated": _("A rule of this question could not be checked."),
    "other-version": _("These answers were collected with another version of the form."),
}


class TooMuch(UnreadableFile, Refusal):
    """What arrived is larger, deeper or slower than one record ever needs to be."""


class UnfitForm(UnreadableFile):
    """A form that would mislead the people who fill it in; every fault is listed."""

    def __init__(self, error: amparo_xforms.UnfitForm):
        super().__init__(UNFIT, **error.details)
        self.faults = error.faults


def convert_error(error: amparo_xforms.FormError) -> UnreadableFile:
    """Returns what Amparo raises in place of an error of the engine: translated, and a refusal
    where it is too much.
    """
    if isinstance(error, amparo_xforms.UnfitForm):
        return UnfitForm(error)
    kind = TooMuch if isinstance(error, amparo_xforms.TooMuch) else UnreadableFile
    return kind(ERRORS[error.code], **error.details)

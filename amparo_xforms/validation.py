"""Errors, faults of forms and findings in records: each a code, with a plain English message."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Detail = str | int

# What was met, and what to do about it, by the code of the error.
ERRORS: dict[str, tuple[str, str]] = {
    "damaged": (
        "This file is damaged: it cannot be read as what it should be.",
        "Send or save it again.",
    ),
    "forbidden-xml": (
        "This file declares a document type of its own, which no form or record needs.",
        "Export it again from the program that made it.",
    ),
    "too-large": ("This file is too large.", "Divide it into several smaller ones."),
    "too-deep": (
        "This file has too many levels inside each other.",
        "Put fewer groups inside each other.",
    ),
    "too-many-nodes": (
        "This file holds more than %(limit)s answers, rows or questions.",
        "Divide it into several smaller ones.",
    ),
    "too-many-repeats": (
        "One group is repeated more than %(limit)s times.",
        "Divide the record into several smaller ones.",
    ),
    "too-slow": (
        "The rules of this form take longer than %(limit)s seconds to work out.",
        "Write simpler rules or shorter lists.",
    ),
    "not-a-form": ("This is not an XForm.", "Use the XForm that was made of the spreadsheet."),
    "another-form": (
        "This record belongs to another form.",
        "Evaluate it with the form with which it was collected.",
    ),
    "unfit-form": (
        "Rules of this form that cannot be followed: %(count)s.",
        "Correct the questions that `faults` names.",
    ),
}


class FormError(Exception):
    """A form, a record or a list is refused: `code` says why, `details` which limit was met."""

    def __init__(self, code: str, **details: Detail):
        super().__init__(code)
        self.code, self.details = code, details

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return ERRORS[self.code][0] % self.details

    @property
    def advice(self) -> str:
        """What to do about it, in English."""
        return ERRORS[self.code][1] % self.details

    def __str__(self) -> str:
        return f"{self.message} {self.advice}"


class UnreadableForm(FormError):  # noqa: N818 - named for what is wrong
    """What arrived is no form, no record of this form, or no list."""


class TooMuch(FormError):  # noqa: N818 - named for what is wrong
    """What arrived is larger, deeper or slower than the limits allow."""


# Makes of an error what the program around raises in its place.
ErrorConverter = Callable[[FormError], Exception]


class UnfitRule(Exception):  # noqa: N818 - an answer for the author of the form
    """A rule that cannot be followed; the code says why, the name which function or list."""

    def __init__(self, code: str, *, name: str = ""):
        super().__init__(code)
        self.code, self.name = code, name[:60]


class CannotTell(Exception):  # noqa: N818 - an answer about one rule, for one record
    """A rule cannot be worked out with what is at hand: a list is missing, a pattern is risky."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class TooDeep(CannotTell):
    """A rule waits for another, that one for a third, and so on, further than we can follow."""

    def __init__(self) -> None:
        super().__init__("too-deep")


FAULTS: dict[str, str] = {
    "rule-too-long": "The rule is too long.",
    "rule-too-deep": "The rule has too many brackets inside each other.",
    "strange-sign": "The rule holds a sign that means nothing in a rule.",
    "unfinished-rule": "The rule is not complete: a bracket, a quote or a word is missing.",
    "unknown-axis": "The rule uses an axis that is not supported: %(name)s.",
    "unknown-function": "There is no function called %(name)s.",
    "wrong-arguments": "The function %(name)s has too few or too many arguments.",
    "unknown-list": "There is no list called %(name)s.",
    "unknown-question": "There is no question called %(name)s.",
    "risky-pattern": "The pattern could take forever on some answers; write a simpler one.",
    "cycle": "These wait for each other, so none can be worked out: %(name)s.",
    "bad-pattern": "The pattern cannot be read.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule of a form that cannot be followed: which question, which rule, and why."""

    path: str
    rule: str
    code: str
    name: str = ""

    @property
    def message(self) -> str:
        """Why the rule cannot be followed, in English."""
        return FAULTS[self.code] % {"name": self.name}


class UnfitForm(FormError):  # noqa: N818 - named for what is wrong
    """A form that would mislead the people who fill it in; every fault is listed."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__("unfit-form", count=len(faults))
        self.faults = tuple(faults)


FINDINGS: dict[str, str] = {
    "missing-required": "This question must be answered.",
    "constraint": "The answer does not fulfil the constraint of this question.",
    "not-relevant-but-answered": "This question was answered although it is not relevant.",
    "wrong-type": "The answer is not of the type that was asked for.",
    "unknown-choice": "The answer is not among the choices.",
    "unknown-node": "The form has no such question.",
    "missing-node": "This question is absent from the record.",
    "repeated-node": "This question was answered more than once.",
    "different-calculation": "The calculation comes to another result.",
    "not-evaluated": "A rule of this question could not be checked.",
    "other-version": "The record was collected with another version of the form.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at in what was sent. It never holds the answer: findings are logged."""

    path: str
    kind: str
    code: str = ""

    @property
    def message(self) -> str:
        """What was found, in English."""
        return FINDINGS[self.kind]

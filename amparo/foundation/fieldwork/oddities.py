"""What is odd about a submission as a whole, for a person to look at: a code, never an answer.

What is odd about one of its answers is found by the form's own rules (`xforms`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.refusals import Refusal

from .xforms import Outcome, TooMuch

if TYPE_CHECKING:
    from .models import Submission

TOO_MUCH, UNREADABLE, REFUSED = "too-much", "unreadable", "refused"
NOT_BELIEVED, ENCRYPTED, REPLACES = "not-believed", "encrypted", "replaces"
OTHER_ANSWERS, DECLINED, STALE = "other-answers", "declined", "stale"
TRIAL, PARTS_MISSING, FORGED = "trial", "parts-missing", "forged"

WORDS: dict[str, Promise] = {
    TOO_MUCH: _("It is larger, deeper or slower than one record ever needs to be."),
    UNREADABLE: _("It cannot be read with the form that it names."),
    REFUSED: _("The file that it names did not take it in."),
    NOT_BELIEVED: _(
        "It came from a telephone that was revoked, or whose holder works here no longer."
    ),
    ENCRYPTED: _("It is encrypted, and not for this house: another key opens it."),
    PARTS_MISSING: _(
        "It was locked on the telephone, and not all of it has arrived: when the rest comes, it "
        "is opened by itself."
    ),
    FORGED: _("It was locked on the telephone, and what came is not what was locked."),
    REPLACES: _("It was changed after it had been sent: compare it with the first one."),
    OTHER_ANSWERS: _("Other answers came before under the same name: compare both."),
    DECLINED: _("They did not agree to these questions, so nothing was kept."),
    TRIAL: _("It answers a version that was being tried out: it counts nowhere."),
    STALE: _("Somebody else changed the file after the telephone had taken it along."),
}


def explain(words: Mapping[str, Promise]) -> None:
    """What an app above finds odd is said in its own words: a code without any stops the page."""
    WORDS.update(words)


class NotTakenIn(Refusal):
    """The file does not take it in; the code says why, for who looks at it."""

    def __init__(self, kind: str, words: str):
        super().__init__(words)
        self.kind = kind


def said(kind: str, path: str = "") -> dict[str, str]:
    return {"path": path, "kind": kind}


def at_first_sight(*, is_believed: bool) -> str:
    """What keeps it from being landed at all."""
    return "" if is_believed else NOT_BELIEVED


def of(submission: "Submission", outcome: Outcome) -> str:
    """What is odd about it beside others."""
    if outcome.meta.deprecated_id:
        return REPLACES
    earlier = type(submission).objects.of_the_same_name(submission)
    return OTHER_ANSWERS if earlier.filter(pk__lt=submission.pk).exists() else ""


def of_a_refusal(refusal: Refusal) -> dict[str, str]:
    """Its words were for who sent it, and may repeat what was answered: the kind is kept."""
    if isinstance(refusal, TooMuch):
        return said(TOO_MUCH)
    return said(refusal.kind if isinstance(refusal, NotTakenIn) else REFUSED)

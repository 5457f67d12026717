"""Processing of a submission: its anomalies, and the handlers of the apps that take it in.

An app handles what names one of its records. What it takes into a record is encrypted with it
(`Submission.assign_to_record`), with its files; what no app takes belongs to no record. Files that
arrive later follow their answers. Anomalies of single answers are found by the form's own rules
(`amparo_xforms`).
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.refusals import Refusal
from amparo_xforms import Outcome

from .dynamic_forms import is_declined
from .extension_points import anomaly_messages, submission_handlers
from .form_problems import TooMuch

if TYPE_CHECKING:
    from .models import Submission

TOO_MUCH, UNREADABLE, REFUSED = "too-much", "unreadable", "refused"
NOT_BELIEVED, ENCRYPTED, REPLACES = "not-believed", "encrypted", "replaces"
OTHER_ANSWERS, DECLINED, STALE = "other-answers", "declined", "stale"
TRIAL, PARTS_MISSING, FORGED = "trial", "parts-missing", "forged"


def register_anomaly_messages(messages: Mapping[str, Promise]) -> None:
    """Registers what is said about the anomalies of an app. A code without any stops the page."""
    for code, message in messages.items():
        anomaly_messages.register(code, message)


register_anomaly_messages(
    {
        TOO_MUCH: _("It is larger, deeper or slower than one record ever needs to be."),
        UNREADABLE: _("It cannot be read with the form that it names."),
        REFUSED: _("The file that it names did not take it in."),
        NOT_BELIEVED: _(
            "It came from a telephone that was revoked, or whose holder works here no longer."
        ),
        ENCRYPTED: _("Encrypted for another Amparo site: another key opens it."),
        PARTS_MISSING: _(
            "It was locked on the telephone, and not all of it has arrived: when the rest "
            "comes, it is opened by itself."
        ),
        FORGED: _("It was locked on the telephone, and what came is not what was locked."),
        REPLACES: _("It was changed after it had been sent: compare it with the first one."),
        OTHER_ANSWERS: _("Other answers came before under the same name: compare both."),
        DECLINED: _("They did not agree to these questions, so nothing was kept."),
        TRIAL: _("It answers a version that was being tried out: it counts nowhere."),
        STALE: _("Somebody else changed the file after the telephone had taken it along."),
    }
)


class SubmissionNotAccepted(Refusal):
    """The file does not take it in; the code says why, for who looks at it."""

    def __init__(self, kind: str, words: str):
        super().__init__(words)
        self.kind = kind


def anomaly(kind: str, path: str = "") -> dict[str, str]:
    return {"path": path, "kind": kind}


def blocking_anomaly(*, is_believed: bool) -> str:
    """What keeps it from being landed at all."""
    return "" if is_believed else NOT_BELIEVED


def anomaly_of(submission: "Submission", outcome: Outcome) -> str:
    """What is odd about it beside others."""
    if outcome.meta.deprecated_id:
        return REPLACES
    earlier = type(submission).objects.of_the_same_name(submission)
    return OTHER_ANSWERS if earlier.filter(pk__lt=submission.pk).exists() else ""


def anomaly_of_refusal(refusal: Refusal) -> dict[str, str]:
    """Its words were for who sent it, and may repeat what was answered: the kind is kept."""
    if isinstance(refusal, TooMuch):
        return anomaly(TOO_MUCH)
    return anomaly(refusal.kind if isinstance(refusal, SubmissionNotAccepted) else REFUSED)


# Handlers


def process_submission(submission: "Submission") -> None:
    """What is made of its answers, and where they lie from now on; what is odd says so."""
    states = submission.State
    outcome = submission.opened
    submission.findings = [{"path": each.path, "kind": each.kind} for each in outcome.findings]
    submission.values = to_json_value(outcome.answers)
    if is_declined(outcome.answers):
        submission.state = states.STORED
        submission.findings = [anomaly(DECLINED)]
        submission.erase_answers()
    elif submission.version.state == "test":
        submission.state = states.STORED
        submission.findings.append(anomaly(TRIAL))
    elif odd := anomaly_of(submission, outcome):
        submission.findings.append(anomaly(odd))
    elif _is_accepted(submission, outcome):
        submission.state = states.PROCESSED
    else:
        submission.state = states.NEEDS_REVIEW if submission.findings else states.STORED


@transaction.atomic
def _is_accepted(submission: "Submission", outcome: Outcome) -> bool:
    """Who answered without a name speaks for nobody's file."""
    return bool(submission.by_id) and any(
        receive(submission, outcome) for receive in submission_handlers
    )


# Typed values as JSON. They are kept beside the answers, so that a table of a hundred thousand of
# them is made without evaluating the form a hundred thousand times.


def to_json_value(answer: Any) -> Any:
    """The same, as nested as the form; what JSON has no word for, as it is written (ISO 8601)."""
    if isinstance(answer, dict):
        return {name: to_json_value(each) for name, each in answer.items()}
    if isinstance(answer, list):
        return [to_json_value(each) for each in answer]
    if isinstance(answer, Decimal):
        return str(answer)  # to the last digit that was answered
    if isinstance(answer, date | datetime | time):
        return answer.isoformat()
    return answer

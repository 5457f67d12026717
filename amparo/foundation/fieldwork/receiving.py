"""What becomes of a submission: each app that has files says which of them it takes in.

An app receives what names one of its records. Whoever takes the answers into a file of theirs
keeps them sealed with it (`Submission.lies_in_a_file`), with the files that came along; what
nobody takes is about nobody's file. Files that come later follow their answers.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from . import oddities
from .asking import is_declined
from .kept_values import as_kept
from .xforms import Outcome

if TYPE_CHECKING:
    from .models import Submission

# Says whether it took the submission in. A `Refusal` keeps it where a person looks at it.
type Receive = Callable[["Submission", Outcome], bool]
# Says whether these answers lie with it, and their files now too.
type Follow = Callable[["Submission"], bool]

receivers: list[Receive] = []
followers: list[Follow] = []


def receives(receive: Receive) -> Receive:
    receivers.append(receive)
    return receive


def follows(follow: Follow) -> Follow:
    followers.append(follow)
    return follow


def take_in(submission: "Submission") -> None:
    """What is made of its answers, and where they lie from now on; what is odd says so."""
    states = submission.State
    outcome = submission.opened
    submission.findings = [{"path": each.path, "kind": each.kind} for each in outcome.findings]
    submission.values = as_kept(outcome.answers)
    if is_declined(outcome.answers):
        submission.state = states.KEPT
        submission.findings = [oddities.said(oddities.DECLINED)]
        submission.leave_nothing()
    elif submission.version.state == "test":
        submission.state = states.KEPT
        submission.findings.append(oddities.said(oddities.TRIAL))
    elif odd := oddities.of(submission, outcome):
        submission.findings.append(oddities.said(odd))
    elif _taken(submission, outcome):
        submission.state = states.LANDED
    else:
        submission.state = states.ODD if submission.findings else states.KEPT


@transaction.atomic
def _taken(submission: "Submission", outcome: Outcome) -> bool:
    """Who answered without a name speaks for nobody's file."""
    return bool(submission.by_id) and any(receive(submission, outcome) for receive in receivers)

"""Answers that arrived and lie in nobody’s file: taken out by who keeps them for their office."""

from django.db.models import F

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import masking
from amparo.foundation.core.permissions.grants import PermissionQuerySet

from .answers_kept import Kept, keeps_answers
from .models import Submission
from .xforms import Outcome

KEEP = "submission.keep"
# What lies in a file is told by whoever has that file; what was put away is counted nowhere.
ELSEWHERE = (Submission.State.LANDED, Submission.State.AWAY)


def tell() -> None:
    keeps_answers(Kept(Submission, _open_to, _classes, _work_out, "state"))


def _open_to(user: User) -> PermissionQuerySet:
    rows = Submission.objects.open_to(user, to="keep").exclude(state__in=ELSEWHERE)
    # What was sent before the form was in use was a trial.
    return rows.filter(at__gte=F("version__published_at"))


def _classes(user: User) -> frozenset[str]:
    return masking.classes_of_roles(user, KEEP)


def _work_out(submission: Submission) -> Outcome | None:
    return submission.opened if submission.raw else None

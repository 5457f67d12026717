"""Where answers to forms are kept, and which of them a user may read and export.

An app whose models hold answers registers them with `register_answer_model`. A question without a
sensitivity counts as narrative, the class that the fewest roles receive.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from amparo.foundation.core.accounts.roles import CLASSES
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import masking
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.core.records import Record
from amparo_xforms import Form, Outcome, Question

from .extension_points import answer_models
from .models import Submission
from .xlsforms.checks import PLAIN


@dataclass(frozen=True)
class AnswerModel:
    """Records with `version`, `at`, `findings` and, sealed, the typed `values`."""

    model: type[Record]
    open_to: Callable[[User], PermissionQuerySet]
    classes: Callable[[User], frozenset[str]]
    # For a record whose values were not kept; None where nothing is left of it.
    work_out: Callable[[Any], Outcome | None]
    # Where it stands: a column of the record, or one word for all of them.
    state: str


def register_answer_model(kept: AnswerModel) -> None:
    answer_models.register(kept)


# Submissions that belong to no record: exported by who keeps them for their office

KEEP_PERMISSION = "submission.keep"
# What lies in a file is told by whoever has that file; what was put away is counted nowhere.
EXCLUDED_STATES = (Submission.State.PROCESSED, Submission.State.DISCARDED)


def register_submission_answers() -> None:
    register_answer_model(AnswerModel(Submission, _open_to, _classes, _evaluate, "state"))


def _open_to(user: User) -> PermissionQuerySet:
    rows = Submission.objects.accessible_to(user, to="keep").exclude(state__in=EXCLUDED_STATES)
    # What was sent before the form was in use was a trial.
    return rows.filter(at__gte=F("version__published_at"))


def _classes(user: User) -> frozenset[str]:
    return masking.classes_of_roles(user, KEEP_PERMISSION)


def _evaluate(submission: Submission) -> Outcome | None:
    return submission.opened if submission.raw else None


# Sensitivity of questions

type MayRead = Callable[[Question], bool]

_TIME_PRELOADS = ("timestamp", "date")


def sensitivity_of(question: Question) -> str:
    said = question.notes.get("sensitivity", "")
    if not said and question.preload[0] in _TIME_PRELOADS:
        return PLAIN
    return said if said in {*CLASSES, PLAIN} else "narrative"


def may_read(classes: Iterable[str]) -> MayRead:
    seen = {*classes, PLAIN}
    return lambda question: question.is_group or sensitivity_of(question) in seen


def can_read_all(form: Form, classes: Iterable[str]) -> bool:
    """Whether nothing of this form is hidden from who reads these classes."""
    allowed = may_read(classes)
    return all(allowed(each) for each in form.questions() if not each.is_meta)

"""Answers to forms that lie in cases, for who takes all answers to a form out."""

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions import masking
from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.foundation.fieldwork.answers import AnswerModel, register_answer_model
from amparo_xforms import Outcome

from .models import CaseForm

SEE = "case.see"


def register_answers() -> None:
    register_answer_model(AnswerModel(CaseForm, _open_to, _classes, _work_out, "landed"))


def _open_to(user: User) -> PermissionQuerySet:
    """Those of the cases that open to them."""
    return CaseForm.objects.accessible_to(user)


def _classes(user: User) -> frozenset[str]:
    return masking.classes_of_roles(user, SEE)


def _work_out(filled: CaseForm) -> Outcome | None:
    return filled.outcome if filled.answers else None

"""Remarks that wait for an answer, counted on first screens of who is responsible."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.extension_points import WaitingWork
from amparo.foundation.core.models import User
from amparo.foundation.core.worklists import register_waiting_work
from amparo.ui.pagination import up_to

from .models import Remark

MAX_COUNTED = 100


def remarks_for(user: User) -> QuerySet:
    """Returns the open remarks on products that `user` is responsible for: their own, and those
    of nobody who works here that they may write; the first due first.
    """
    of_nobody = Q(edition__product__owner=None) | Q(edition__product__owner__is_active=False)
    mine = Q(edition__product__owner=user) | of_nobody
    return Remark.objects.open().accessible_to(user, "answer").filter(mine).order_by("due_at")


def waiting_remarks(user: User) -> QuerySet | None:
    if "guidance.write" not in user.permissions:
        return None
    return up_to(remarks_for(user), MAX_COUNTED)


def register() -> None:
    register_waiting_work(
        WaitingWork(
            "guidance_remarks", _("Remarks on guidance to answer"),
            _("A colleague says that a text is not true at their place."),
            "guidance:remarks", waiting_remarks,
        )
    )  # fmt: skip

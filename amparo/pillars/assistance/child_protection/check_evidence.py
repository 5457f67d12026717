"""On which records the check of a child's best interests may rest: what was decided about them."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.permissions.grants import PermissionQuerySet
from amparo.pillars.assistance.pathways.evidence import Source, offers

from .models import AuthorityDecision, BestInterestsDecision, BestInterestsDetermination

if TYPE_CHECKING:
    from amparo.pillars.assistance.pathways.models import Check


def _of_a_panel(check: "Check") -> PermissionQuerySet[Any]:
    decided = BestInterestsDetermination.State.DECIDED
    return BestInterestsDecision.objects.filter(
        determination__child__person=check.person_id, determination__state=decided
    ).select_related("by")


def _of_an_authority(check: "Check") -> PermissionQuerySet[Any]:
    return AuthorityDecision.objects.filter(child__person=check.person_id).select_related("by")


def offer_all() -> None:
    """Once, when the house begins."""
    offers(Source("best_interests_decision", _("Best interests determination"), _of_a_panel))
    offers(Source("authority_decision", _("Decision of the authority"), _of_an_authority))

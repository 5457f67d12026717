"""Consultations as ends of links: commitments that result from what people said."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.links.extension_points import LinkedRecord, LinkKind
from amparo.foundation.links.models import Link

from .linked import COMMITMENT
from .models import Commitment, Consultation

CONSULTATION = "consultation"


def _describe(consultations: Iterable[Any], user: User) -> list[LinkedRecord]:
    return [
        LinkedRecord(
            each.ref, each.title, each.get_absolute_url(), str(each.get_state_display()),
            "late" if each.owes_answer else "",
        )
        for each in consultations
    ]  # fmt: skip


consultations_kind = LinkKind(
    pgettext_lazy("of migrants and communities", "Consultation"),
    lambda user: Consultation.objects.accessible_to(user).prefetch_related("texts"),
    _describe,
)


def link_commitment(consultation: Consultation, commitment: Commitment, *, by: User) -> Link:
    """Says that a commitment results from what people said. Twice is once."""
    return Link.add(
        by=by, source=(COMMITMENT, commitment), relation=Link.Relation.RESULTS_FROM,
        target=(CONSULTATION, consultation),
    )  # fmt: skip


def resulting_links(consultation: Consultation) -> list[Link]:
    """The links from commitments that result from it."""
    rows = Link.objects.to_records(CONSULTATION, [consultation.ref])
    return list(rows.filter(source_kind=COMMITMENT, relation=Link.Relation.RESULTS_FROM))

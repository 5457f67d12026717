"""Commitments as ends of links."""

from collections.abc import Iterable

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.links.extension_points import LinkedRecord, LinkKind

from .models import Commitment

COMMITMENT = "commitment"


def _describe(commitments: Iterable[Commitment], user: User) -> list[LinkedRecord]:
    today = localdate()
    return [
        LinkedRecord(
            each.ref, each.title, each.get_absolute_url(), str(each.state_label(today)),
            _tone(each, today),
        )
        for each in commitments
    ]  # fmt: skip


def _tone(commitment: Commitment, today) -> str:
    if commitment.is_delayed(today):
        return "late"
    return "good" if commitment.state == Commitment.State.FULFILLED else ""


commitments_kind = LinkKind(
    gettext_lazy("Commitment"),
    lambda user: Commitment.objects.accessible_to(user),
    _describe,
)

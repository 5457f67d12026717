"""Agreements as ends of links: what a commitment requires or results from, and whether it is in
force.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy

from amparo.foundation.agreements.models import Agreement, AgreementState
from amparo.foundation.core.models import User
from amparo.foundation.links.extension_points import LinkedRecord, LinkKind

AGREEMENT = "agreement"
# "late" where somebody who rests on it has nothing to rest on.
_TONES = {
    AgreementState.IN_FORCE: "good",
    AgreementState.ENDING: "warn",
    AgreementState.UNSIGNED: "warn",
    AgreementState.FUTURE: "warn",
    AgreementState.ENDED: "late",
}


def _describe(agreements: Iterable[Any], user: User) -> list[LinkedRecord]:
    rows = list(agreements)
    prefetch_related_objects(rows, "periods", "parties", "office")
    states = [(each, each.state_on(each.today)) for each in rows]
    return [
        LinkedRecord(
            each.ref, each.title, each.get_absolute_url(), str(state.label), _TONES[state]
        )
        for each, state in states
    ]  # fmt: skip


def _records(user: User) -> QuerySet:
    return Agreement.objects.accessible_to(user)


agreements_kind = LinkKind(gettext_lazy("Agreement between institutions"), _records, _describe)

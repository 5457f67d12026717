"""Commitments that come from advocacy asks, and what papers of advocacy say of commitments: only
what was published.
"""

from collections.abc import Collection

from django.utils.timezone import localdate

from amparo.foundation.core.models import Organization, User
from amparo.foundation.links.extension_points import (
    AgreedCommitment,
    CommitmentMaker,
    LinkedRecord,
)

from .linked import COMMITMENT
from .models import Commitment

MOST_LISTED = 20


def record_agreed(by: User, agreed: AgreedCommitment) -> Commitment:
    """Records what was agreed, adopted on that day. Public only once somebody publishes it."""
    place = agreed.place
    return Commitment.record(
        by=by, office=agreed.office, origin=Commitment.Origin.ASK, text=agreed.text,
        language=agreed.language, bearers=agreed.bearers, lead=agreed.lead,
        tags=[f"right:{agreed.right}"] if agreed.right else [], today=agreed.office.today(),
        adopted_on=agreed.agreed_on, deadline=agreed.deadline, place=place,
        country=(place.country if place else "") or agreed.office.country,
    )  # fmt: skip


def published_by_bearer(organizations: Collection[Organization]) -> list[LinkedRecord]:
    """Returns the published commitments that these institutions bear, the latest first."""
    rows = Commitment.objects.filter(
        is_public=True, bearers__until=None, bearers__organization__in=list(organizations)
    )
    today = localdate()
    return [
        LinkedRecord(each.ref, f"{each.number}: {each.title}", "", each.state_label(today))
        for each in rows.distinct().order_by("-year", "-serial")[:MOST_LISTED]
    ]


commitments_from_asks = CommitmentMaker(COMMITMENT, "commitment.keep", record_agreed)

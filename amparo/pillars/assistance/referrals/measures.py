"""What evidence may count of referrals."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.measures import (
    Column,
    ColumnType,
    Fact,
    OfficeDays,
    Unit,
    register_fact,
)

from ..cases.measures import (
    case_paths,
    case_values,
    moved,
    persons_unit,
    read,
    service_column,
)
from ..cases.record_sources import case_source
from ..services.measures import get_organization_label
from .models import Referral, ReferralResponse
from .models.status import ReferralOutcome, ReferralStatus


def _answers() -> QuerySet:
    return ReferralResponse.objects.filter(referral=OuterRef("pk")).exclude(
        outcome=ReferralResponse.Outcome.ASKED
    )


def _referrals() -> Iterator[tuple]:
    office_day = OfficeDays()
    answers = _answers()
    rows = Referral.objects.annotate(answered_at=Subquery(answers.order_by("pk").values("at")[:1]))
    for pk, at, person, *case, place, service, partner, status, outcome, answered_at in read(
        rows, "pk", "at", "referred_persons__person_id", *case_paths("case"), "case__place_id",
        "service_type", "organization_id", "status", "outcome", "answered_at",
    ):  # fmt: skip
        day = office_day(case[0], at)
        answered_on = office_day(case[0], answered_at)
        yield (
            pk,
            day,
            at,
            None,
            person,
            *case_values(*case),
            place,
            None,
            service,
            partner,
            status == ReferralStatus.REJECTED,
            answered_on is not None,
            outcome == ReferralOutcome.COMPLETED,
            answered_on and day and max((answered_on - day).days, 0),
        )


register_fact(
    Fact(
        "referrals", _("Referrals sent"), (Unit("referrals", _("Referrals")), persons_unit),
        _referrals,
        (
            service_column,
            Column("partner", _("Organization"), get_label=get_organization_label),
            Column("is_declined", _("Declined"), ColumnType.FLAG),
            Column("is_answered", _("Referral answered"), ColumnType.FLAG),
            Column("is_received", _("Service received"), ColumnType.FLAG),
            Column("days", _("Days to the answer"), ColumnType.NUMBER),
        ),
        left_out=_("nothing; referrals that were withdrawn had been sent"),
        records=case_source(
            lambda: Referral.objects.all(), "at", is_moment=True,
            person="referred_persons__person",
            columns={
                "service": "service_type", "partner": "organization",
                "is_declined": lambda: Q(status=ReferralStatus.REJECTED),
                "is_answered": lambda: Exists(_answers()),
                "is_received": lambda: Q(outcome=ReferralOutcome.COMPLETED),
                "days": lambda: Exists(_answers()),
            },
        ),
        moved=moved(Referral, person="referred_persons__person"),
    )
)  # fmt: skip

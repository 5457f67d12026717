"""How institutions answer what is referred to them, for comparisons over time."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.disclosure_control.tables import KEY_MASK
from amparo.foundation.links.extension_points import CountedShare, InstitutionFigure

from .models import Referral, ReferralResponse

type Rows = dict[int, tuple[tuple[int, ...], tuple[int, ...]]]


def _between(first: date, last: date) -> dict[str, datetime]:
    zone = get_default_timezone()
    return {
        "at__gte": datetime.combine(first, time(), tzinfo=zone),
        "at__lt": datetime.combine(last + timedelta(days=1), time(), tzinfo=zone),
    }


def answered_in_time(
    organizations: Collection[int], first: date, last: date
) -> Mapping[int, CountedShare]:
    """Returns referrals that got a yes or a no by the day it was due, of those sent."""
    return _as_shares(_answers(tuple(organizations), first, last, refused=False))


def refused(organizations: Collection[int], first: date, last: date) -> Mapping[int, CountedShare]:
    """Returns referrals that were refused, of those that were answered."""
    return _as_shares(_answers(tuple(organizations), first, last, refused=True))


def _as_shares(rows: Rows) -> dict[int, CountedShare]:
    return {organization: CountedShare(*keys) for organization, keys in rows.items()}


@aggregate_query("who works with an institution may learn how it answers, in suppressed numbers")
def _answers(organizations: tuple[int, ...], first: date, last: date, *, refused: bool) -> Rows:
    """Two queries, however many referrals."""
    sent = Referral.objects.without_practice().filter(
        organization__in=organizations, **_between(first, last)
    )
    referrals = {
        pk: (organization, ref.int & KEY_MASK, due)
        for pk, organization, ref, due in sent.values_list(
            "pk", "organization", "ref", "answer_due"
        )
    }
    answers: dict[int, tuple[str, datetime]] = {}
    rows = ReferralResponse.objects.final().filter(referral__in=sent).order_by("pk")
    for referral, outcome, at in rows.values_list("referral", "outcome", "at"):
        answers.setdefault(referral, (outcome, at))
    counted: dict[int, list[int]] = defaultdict(list)
    of: dict[int, list[int]] = defaultdict(list)
    for pk, (organization, key, due) in referrals.items():
        answer = answers.get(pk)
        if refused and answer is None:
            continue
        of[organization].append(key)
        if answer and (
            answer[0] == ReferralResponse.Outcome.REJECTED if refused else answer[1] <= due
        ):
            counted[organization].append(key)
    return {each: (tuple(sorted(counted[each])), tuple(sorted(of[each]))) for each in of}


ANSWERED_IN_TIME = InstitutionFigure(
    _("Referrals answered in time"), _("of referrals sent"), answered_in_time
)
REFUSED = InstitutionFigure(_("Referrals refused"), _("of referrals answered"), refused)

"""The desk of an institution: referrals that wait for its answer, and its days to answer beside
those of others.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query
from amparo.foundation.links.extension_points import DeskFigure, InstitutionPanel
from amparo.ui import formats

from .models import Referral, ReferralResponse
from .presenters import with_sender_office

TEMPLATE = "referrals/received/desk.html"
WITHIN = timedelta(days=180)
MOST = 5
# Of fewer other institutions nothing is said: one could be told from the rest.
MINIMUM_OTHERS = 5


@dataclass(frozen=True)
class AnswerTimes:
    """Median days to answer a referral in half a year: own, and the middle half of the others.

    `low` and `high` are None where there are too few others.
    """

    own: int | None
    low: int | None = None
    high: int | None = None

    @property
    def own_text(self) -> str:
        if self.own is None:
            return _("No referral was answered in half a year.")
        return _("Median time to answer: %(days)s") % {"days": formats.days(self.own)}

    @property
    def band_text(self) -> str:
        """The band of the others beside the own figure; "" where there are too few of them."""
        if self.low is None or self.high is None:
            return ""
        words = {"low": formats.number(self.low), "high": formats.number(self.high)}
        return _("half of the others: %(low)s–%(high)s") % words

    @property
    def others_text(self) -> str:
        """The band of the others, or that there are too few of them."""
        if self.low is None or self.high is None:
            return _("Too few other institutions to compare with.")
        words = {"low": formats.number(self.low), "high": formats.number(self.high)}
        return _("Half of the others answer in %(low)s to %(high)s days.") % words


@dataclass(frozen=True)
class ReferralsOfInstitution:
    """Referrals that wait, those due first, and how fast they are answered."""

    waiting: list[Referral]
    count: int
    late: int
    times: AnswerTimes

    @property
    def late_text(self) -> str:
        """How many are late; "" for none."""
        if not self.late:
            return ""
        text = ngettext("%(count)s late", "%(count)s late", self.late)
        return text % {"count": formats.number(self.late)}

    @property
    def figures(self) -> tuple[DeskFigure, ...]:
        url, times = reverse("referrals:received"), self.times
        waiting = DeskFigure(
            self.count,
            _("Referrals to answer"),
            url,
            self.late_text,
            "behind" if self.late else "",
        )
        if times.own is None:
            return (waiting,)
        return (waiting, DeskFigure(times.own, _("Median days to answer"), more=times.band_text))


def referrals_of_institution(user: User, organization: Organization) -> InstitutionPanel | None:
    """Returns the panel of the desk; None for who does not receive referrals."""
    if "referral.answer" not in user.permissions:
        return None
    rows = Referral.objects.unanswered().accessible_to(user, to="receive")
    waiting = with_sender_office(rows.order_by("answer_due", "pk")[:MOST])
    counted = rows.aggregate(all=Count("pk"), late=Count("pk", Q(answer_due__lt=now())))
    times = AnswerTimes(*_times(organization.pk))
    shown = ReferralsOfInstitution(waiting, counted["all"], counted["late"], times)
    return InstitutionPanel(TEMPLATE, shown, is_first=True, figures=shown.figures)


@aggregate_query("an institution compares itself with a band of at least five others")
def _times(organization: int) -> tuple[int | None, int | None, int | None]:
    since = now() - WITHIN
    real = ReferralResponse.objects.filter(referral__case__team__office__is_practice=False)
    rows = real.final().filter(at__gte=since).order_by("pk")
    found: dict[int, list[float]] = defaultdict(list)
    answered = set()
    values = rows.values_list("referral", "referral__organization", "referral__at", "at")
    for referral, receiver, asked_at, answered_at in values:
        if referral not in answered:
            answered.add(referral)
            found[receiver].append((answered_at - asked_at) / timedelta(days=1))
    own = found.pop(organization, [])
    low, high = band_of(round(median(each)) for each in found.values())
    return (round(median(own)) if own else None, low, high)


def band_of(medians: Iterable[int]) -> tuple[int | None, int | None]:
    """Returns the first and the third quartile; nothing of fewer than `MINIMUM_OTHERS`."""
    listed = sorted(medians)
    if len(listed) < MINIMUM_OTHERS:
        return None, None
    first, _middle, third = quantiles(listed, n=4)
    return round(first), round(third)

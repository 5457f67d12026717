"""The funnel of referrals: how many of those sent were answered, accepted, provided, received."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.pillars.assistance.cases.rounded_counts import LEAST, round_small_counts
from amparo.ui.charts import Funnel, Hidden, Stage, Value

from .statistics import Line

# In which stages of the table a referral stands that came at least as far.
_ANSWERED = ("refused", "accepted", "given", "received")
_ACCEPTED = ("accepted", "given", "received")
_PROVIDED = ("given", "received")
_SENT = ("waiting", "late", *_ANSWERED)


def funnel_of(lines: Sequence[Line], *, is_exact: bool) -> Funnel | None:
    """Draws all lines of the table together; None where nothing was sent.

    Those that were withdrawn or no longer needed are left out of it: nobody was lost there. Who
    does not read exact numbers reads these rounded as in the table, and fewer than five never.
    """

    def value(stages: tuple[str, ...]) -> Value:
        count = sum(line.counts[stage] for line in lines for stage in stages)
        shown = count if is_exact else round_small_counts(count)
        return Hidden(below=LEAST) if shown < 0 else shown

    if not value(_SENT):
        return None
    return Funnel(
        name="referral-funnel",
        title=_("How far referrals came"),
        label_name=pgettext("chart", "Stage"),
        value_name=pgettext("chart", "Referrals"),
        share_name=_("Of those sent"),
        lost_name=_("Not reached since the stage before"),
        stages=(
            Stage(pgettext("referrals, number", "Sent"), value(_SENT)),
            Stage(pgettext("referrals, number", "Answered"), value(_ANSWERED)),
            Stage(pgettext("referrals, number", "Accepted"), value(_ACCEPTED)),
            Stage(pgettext("referrals, number", "Provided"), value(_PROVIDED)),
            Stage(_("Service received"), value(("received",))),
        ),
    )

"""What surveys add to the page of a case and to work lists."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.queries import visible_cases
from amparo.pillars.assistance.pathways.base import (
    Pathway,
    PathwayStatus,
    Pending,
    Programme,
    add_pathway,
)
from amparo.ui import formats
from amparo.ui.pagination import up_to

from .models import ReferralSuggestion, ScheduledSurvey, SurveyResponseDraft
from .models.dues import SOON, ScheduledSurveyQuerySet

# Nobody counts further than this.
MOST = 1000


def register_pathway() -> None:
    add_pathway(
        Pathway(
            name="surveys",
            icon="checkup-list",
            begins="surveys:begin",
            offer=pgettext_lazy("title", "Conduct survey"),
            exists=_exists,
            standings=_standings,
            may_begin=lambda case: bool(case.person_id or case.family_id),
            mine=_mine,
            watched=_watched,
            programme=Programme.RETURN,
        )
    )


def _exists() -> Exists:
    of_it = (
        Q(surveyresponses__isnull=False)
        | Q(surveyresponsedrafts__isnull=False)
        | Q(scheduledsurveys__isnull=False)
    )
    return Exists(Case.objects.filter(of_it, pk=OuterRef("pk")))


def _standings(case: Case, user: User) -> list[PathwayStatus]:
    there = reverse("surveys:case", args=[case.ref])
    if SurveyResponseDraft.objects.filter(case=case, by=user).exists():
        return [PathwayStatus(_("Monitoring surveys"), _("Draft survey not saved"), there)]
    due = ScheduledSurvey.objects.waiting().filter(case=case).order_by("due_on").first()
    asks = ReferralSuggestion.objects.waiting().filter(round__case=case).exists()
    waits = (_("Follow-up flags"),) if asks else ()
    if due is None:
        return [PathwayStatus(_("Monitoring surveys"), _("No survey due"), there, waits)]
    state = _("%(round)s: %(day)s") % {
        "round": due.wave_called, "day": formats.day(due.due_on),
    }  # fmt: skip
    is_late = due.due_on < case.office.today()
    if is_late:
        waits = (_("Survey date passed"), *waits)
    return [PathwayStatus(_("Monitoring surveys"), state, there, waits, is_late)]


def _mine(user: User) -> list[Pending]:
    return _figures(ScheduledSurvey.objects.of(user), Q(round__case__owner=user), user)


def _watched(user: User) -> list[Pending]:
    return _figures(ScheduledSurvey.objects.all(), Q(), user)


def _figures(dues: ScheduledSurveyQuerySet, of_prompt: Q, user: User) -> list[Pending]:
    today = localtime(now()).date()
    due = dues.waiting().accessible_to(user, "work").filter(due_on__lte=today + SOON)
    asks = ReferralSuggestion.objects.waiting().accessible_to(user, "work").filter(of_prompt)
    asks = asks.filter(round__case__in=visible_cases(user))
    return [
        Pending(
            _("Monitoring surveys due"), due.order_by()[:MOST], reverse("surveys:due"),
            late_rows=due.filter(due_on__lt=today),
        ),
        Pending(
            _("Follow-up flags from surveys"), up_to(asks, MOST), reverse("surveys:prompts")
        ),
    ]  # fmt: skip

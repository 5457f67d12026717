"""What the summary of a case says of its plan and follow-ups."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.foundation.core.models import User
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.extension_points import SummarySection
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.summary import SummaryPart, short_day

from .models import Action, CasePlan, FollowUp

MOST = 60


def plan_parts(case: Case, user: User) -> Iterator[SummaryPart]:
    """Yields the actions of the plan in force."""
    plan = CasePlan.current(case)
    actions = Action.objects.filter(case=case, goal__plan=plan).select_related("responsible")
    rows = [
        [
            action.text, action.responsible.name if action.responsible else
            action.responsible_words, short_day(action.due_on), action.get_status_display(),
        ]
        for action in (actions[:MOST] if plan else [])
    ]  # fmt: skip
    agreed = _("Agreed with the person on %(day)s.")
    said = [agreed % {"day": short_day(plan.agreement.on)}] if plan and plan.is_agreed else []
    head = [
        pgettext("plan", "Action"),
        pgettext("column", "Person"),
        _("Due date"),
        pgettext("column", "Status"),
    ]
    yield SummaryPart(_("Case plan"), head=head, widths=[5, 3, 2, 2], rows=rows, paragraphs=said)


def follow_up_parts(case: Case, user: User) -> Iterator[SummaryPart]:
    """Yields the latest contacts."""
    rows = [
        [
            short_day(each.on), code_lists.label("follow_up_mode", each.mode),
            str(FollowUp.Change(each.change).label) if each.change
            else pgettext("contact attempt", "Not reached"),
            each.progress,
        ]
        for each in case.followups.all()[:20]
    ]  # fmt: skip
    head = [
        _("Date"),
        pgettext("column", "Mode"),
        pgettext("title", "Risk level"),
        _("What moved forward"),
    ]
    yield SummaryPart(_("Follow-up"), head=head, widths=[2, 2, 2, 5], rows=rows)


SUMMARY_SECTIONS = (
    SummarySection("plan", 50, plan_parts),
    SummarySection("followups", 70, follow_up_parts),
)

"""How far a reintegration plan is, and what is to be done first.

A stage is done when somebody recorded it. None of them says that the reintegration lasts: what
shows that is written when the plan is closed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.extension_points.stages import NextStep
from amparo.ui import formats
from amparo.ui.charts import LineStage, StageFact, line_of

from .models import PlanItem, ReintegrationPlan
from .models.items import Status

if TYPE_CHECKING:
    from .presenters import ReintegrationPlanPage


def stages_of(page: ReintegrationPlanPage) -> list[LineStage]:
    """Returns the stages of the plan; none where there is no plan."""
    plan = page.plan
    if plan is None:
        return []
    facts = [
        _start(plan), _planning(page), _agreement(page, plan), _assistance(page), _survey(page),
        _review(page, plan), _closure(plan),
    ]  # fmt: skip
    return line_of(facts, is_over=not plan.is_going_on)


def _start(plan: ReintegrationPlan) -> StageFact:
    label, day = pgettext("reintegration, stage", "Start"), formats.day(formats.as_day(plan.at))
    if plan.number == 1:
        return StageFact(label, is_done=True, detail=day)
    words = {"number": formats.number(plan.number), "day": day}
    return StageFact(label, is_done=True, detail=_("version %(number)s, %(day)s") % words)


def _planning(page: ReintegrationPlanPage) -> StageFact:
    label, count = pgettext("reintegration, stage", "Planned assistance"), len(page.items)
    if not count:
        detail = pgettext("reintegration, stage", "nothing planned yet")
        return StageFact(label, is_done=False, detail=detail)
    said = ngettext("%(count)s item", "%(count)s items", count)
    return StageFact(label, is_done=True, detail=said % {"count": formats.number(count)})


def _agreement(page: ReintegrationPlanPage, plan: ReintegrationPlan) -> StageFact:
    label, agreement = (
        pgettext("reintegration, stage", "Agreement"),
        getattr(plan, "agreement", None),
    )
    if agreement is not None:
        return StageFact(label, is_done=True, detail=formats.day(agreement.on))
    if plan.due_on is None:
        detail = pgettext("reintegration, stage", "not agreed yet")
        return StageFact(label, is_done=False, detail=detail)
    detail = _due(plan.due_on, page.today)
    return StageFact(label, is_done=False, detail=detail, is_late=page.is_late)


def _assistance(page: ReintegrationPlanPage) -> StageFact:
    """Done once nothing of it is open, and something was done: what was cancelled is no help."""
    label, late = pgettext("reintegration, stage", "Assistance"), len(page.late)
    has_done = any(item.status == Status.DONE for item in page.items)
    is_done = has_done and page.count_over == len(page.items)
    if late:
        said = ngettext("%(count)s item overdue", "%(count)s items overdue", late)
        detail = said % {"count": formats.number(late)}
    elif page.items and page.count_over == len(page.items) and not has_done:
        detail = pgettext("reintegration, stage", "all cancelled")
    elif page.count_over:
        words = {
            "over": formats.number(page.count_over),
            "count": formats.number(len(page.items)),
        }
        detail = _("%(over)s of %(count)s done or cancelled") % words
    else:
        detail = pgettext("reintegration, stage", "nothing done yet")
    return StageFact(label, is_done=is_done, detail=detail, is_late=bool(late))


def _survey(page: ReintegrationPlanPage) -> StageFact:
    """A survey whose day has come is not done, whatever was asked before."""
    label, due = pgettext("reintegration, stage", "Survey"), page.survey_due
    if due is not None and (due.due_on <= page.today or not page.latest_survey_on):
        detail, is_late = _due(due.due_on, page.today), due.due_on < page.today
        return StageFact(label, is_done=False, detail=detail, is_late=is_late)
    if page.latest_survey_on is None:
        detail = pgettext("reintegration, stage", "none conducted")
        return StageFact(label, is_done=False, detail=detail)
    detail = _("last on %(day)s") % {"day": formats.day(page.latest_survey_on)}
    return StageFact(label, is_done=True, detail=detail)


def _review(page: ReintegrationPlanPage, plan: ReintegrationPlan) -> StageFact:
    label, last = pgettext("reintegration, stage", "Review"), page.latest_review_on
    due_on = plan.review_on if plan.is_agreed else None
    if due_on is not None and (due_on <= page.today or last is None):
        detail, is_late = _due(due_on, page.today), due_on < page.today
        return StageFact(label, is_done=False, detail=detail, is_late=is_late)
    if last is None:
        detail = pgettext("reintegration, stage", "not reviewed yet")
        return StageFact(label, is_done=False, detail=detail)
    detail = _("last on %(day)s") % {"day": formats.day(last)}
    return StageFact(label, is_done=True, detail=detail)


def _due(day: date, today: date) -> str:
    said = _("overdue since %(day)s") if day < today else _("due %(day)s")
    return said % {"day": formats.day(day)}


def _closure(plan: ReintegrationPlan) -> StageFact:
    label, end = pgettext("reintegration, stage", "Closure"), getattr(plan, "end", None)
    return StageFact(label, is_done=end is not None, detail=end.get_how_display() if end else "")


def next_step_of(page: ReintegrationPlanPage) -> NextStep | None:
    """Returns what is to be done first: what is overdue before what comes next. None where
    nothing waits, where the plan is closed, and for whoever may not do it.
    """
    plan = page.plan
    if plan is None or not page.may_carry_out:
        return None
    if plan.is_draft:
        return _agree(page, plan) if page.items else _plan(page)
    steps = (find(page, plan) for find in (_follow_up, _ask, _look_again, _start_item, _close))
    return next((step for step in steps if step), None)


def _url(page: ReintegrationPlanPage, name: str) -> str:
    return reverse(f"reintegration:{name}", args=[page.case.ref])


def _plan(page: ReintegrationPlanPage) -> NextStep:
    return NextStep(
        _("Next step: plan the assistance with the person"),
        _("Nothing is planned yet."),
        pgettext("next step", "Add planned assistance"),
        _url(page, "item-new"),
        "plus",
    )


def _agree(page: ReintegrationPlanPage, plan: ReintegrationPlan) -> NextStep:
    if plan.due_on is None:
        detail = _("Nothing begins before they agree.")
    elif page.is_late:
        detail = _("It was due on %(day)s.") % {"day": formats.day(plan.due_on)}
    else:
        detail = _("It is due on %(day)s.") % {"day": formats.day(plan.due_on)}
    return NextStep(
        _("Next step: agree the plan with the person"),
        detail,
        _("Record agreement"),
        _url(page, "plan-agree"),
        "signature",
    )


def _follow_up(page: ReintegrationPlanPage, plan: ReintegrationPlan) -> NextStep | None:
    late = page.late
    if not late:
        return None
    item = min(late, key=lambda each: each.ends_on)
    text = _("Next step: follow up an overdue item")
    return _see_item(text, _("%(what)s: overdue since %(day)s."), item, item.ends_on)


def _see_item(text: str, said: str, item: PlanItem, on: date) -> NextStep:
    """Its line on this page, where it is marked as in progress, done or cancelled."""
    what = code_lists.label("reintegration_activity", item.activity)
    detail = said % {"what": what, "day": formats.day(on)}
    label = pgettext("next step", "View item")
    return NextStep(text, detail, label, f"#item-{item.ref}", "target")


def _ask(page: ReintegrationPlanPage, plan: ReintegrationPlan) -> NextStep | None:
    due = page.survey_due
    if due is None or due.due_on > page.today:
        return None
    is_late = due.due_on < page.today
    said = _("%(what)s: overdue since %(day)s.") if is_late else _("%(what)s: due on %(day)s.")
    return NextStep(
        _("Next step: conduct the survey"),
        said % {"what": due.wave_called, "day": formats.day(due.due_on)},
        pgettext("next step", "Conduct survey"),
        f"{reverse('surveys:begin', args=[page.case.ref])}?due={due.ref}",
        "checkup-list",
    )


def _look_again(page: ReintegrationPlanPage, plan: ReintegrationPlan) -> NextStep | None:
    if plan.review_on is None or plan.review_on > page.today:
        return None
    is_late = plan.review_on < page.today
    said = _("It was due on %(day)s.") if is_late else _("It is due on %(day)s.")
    return NextStep(
        _("Next step: review the plan with the person"),
        said % {"day": formats.day(plan.review_on)},
        pgettext("next step", "Review plan"),
        _url(page, "plan-review"),
        "eye",
    )


def _start_item(page: ReintegrationPlanPage, plan: ReintegrationPlan) -> NextStep | None:
    waiting = [
        item
        for item in page.items
        if item.is_agreed and item.status == Status.PLANNED and item.starts_on <= page.today
    ]
    if not waiting:
        return None
    item = min(waiting, key=lambda each: each.starts_on)
    text = _("Next step: start what was agreed")
    return _see_item(text, _("%(what)s: planned from %(day)s."), item, item.starts_on)


def _close(page: ReintegrationPlanPage, plan: ReintegrationPlan) -> NextStep | None:
    if not page.items or page.count_over < len(page.items):
        return None
    return NextStep(
        _("Next step: decide with the person whether the plan ends"),
        _("Nothing of it is open any more."),
        pgettext("next step", "Close plan"),
        _url(page, "plan-end"),
        "flag",
    )

"""How far the protection of one person is: its stages, what is next, and the risk over time.

Nothing here says that somebody is safe: a stage is done when it was recorded, and a level is drawn
only where somebody decided one. What somebody wishes with the authorities is no stage: nothing
waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.extension_points.stages import NextStep
from amparo.ui import formats
from amparo.ui.charts import LevelPoint, Levels, LineStage, StageFact, line_of

from .models import RetraffickingReview
from .models.ways import NOT_A_VICTIM, STATUSES

if TYPE_CHECKING:
    from .presenters import TraffickingRecordPage

LEVELS = (
    RetraffickingReview.Level.LOW,
    RetraffickingReview.Level.MEDIUM,
    RetraffickingReview.Level.HIGH,
)


def stages_of(page: TraffickingRecordPage) -> list[LineStage]:
    """Returns the stages of the file; the first one that is not done is where it stands."""
    detected = StageFact(_("Detection"), is_done=True, detail=formats.day(page.way.at))
    stages = [detected, _identification(page)]
    if page.way.status != NOT_A_VICTIM:
        stages += [_reflection(page), _safety(page), _review(page)]
    return line_of(stages)


def _identification(page: TraffickingRecordPage) -> StageFact:
    label, status = pgettext("trafficking, stage", "Determination"), page.way.status
    if not status:
        detail = pgettext("trafficking, stage", "nobody has decided")
        return StageFact(label, is_done=False, detail=detail)
    return StageFact(label, is_done=True, detail=code_lists.label(STATUSES, status))


def _reflection(page: TraffickingRecordPage) -> StageFact:
    label, period = _("Recovery and reflection period"), page.reflection
    if period is None:
        detail = pgettext("trafficking, stage", "none recorded")
        return StageFact(label, is_done=False, detail=detail)
    if period.is_running(page.today):
        left = page.days_left
        said = ngettext("%(count)s day left", "%(count)s days left", left)
        return StageFact(label, is_done=False, detail=said % {"count": formats.number(left)})
    if period.from_on > page.today:
        since = formats.day(period.from_on)
        return StageFact(
            label,
            is_done=False,
            detail=pgettext("trafficking, stage", "from %(day)s") % {"day": since},
        )
    until = formats.day(period.ended_on or period.until_on)
    return StageFact(
        label,
        is_done=True,
        detail=pgettext("trafficking, stage", "until %(day)s") % {"day": until},
    )


def _safety(page: TraffickingRecordPage) -> StageFact:
    label = pgettext("title", "Safety plan")
    if page.safety is None:
        detail = pgettext("trafficking, stage", "none recorded")
        return StageFact(label, is_done=False, detail=detail)
    if page.is_safety_late:
        detail = pgettext("trafficking, stage", "review due")
        return StageFact(label, is_done=False, detail=detail, is_late=True)
    day = formats.day(page.safety.looked_at_on)
    return StageFact(label, is_done=True, detail=_("reviewed %(day)s") % {"day": day})


def _review(page: TraffickingRecordPage) -> StageFact:
    """That it was reviewed, with the level that was found: a done review is no low risk."""
    label, due_on = pgettext("trafficking, stage", "Review of risk"), page.way.review_due_on
    if not page.reviews:
        detail = pgettext("trafficking, stage", "not reviewed yet")
        return StageFact(label, is_done=False, detail=detail)
    level = page.reviews[0].get_level_display()
    if page.is_review_late or due_on is None:
        detail = _("%(level)s; review due") % {"level": level}
        return StageFact(label, is_done=False, detail=detail, is_late=True)
    words = {"level": level, "day": formats.day(due_on)}
    return StageFact(label, is_done=True, detail=_("%(level)s; next review %(day)s") % words)


def next_step_of(page: TraffickingRecordPage) -> NextStep | None:
    """Returns what is to be done first, the most dangerous gap first; None where nothing waits,
    where somebody decided that this person is no victim, and for whoever may not do it.
    """
    if not page.may_work or page.way.status == NOT_A_VICTIM:
        return None
    return next(
        (step for step in (_close(page), _plan(page), _decide(page), _look(page)) if step), None
    )


def _url(page: TraffickingRecordPage, name: str, *more: object) -> str:
    refs = [page.way.case.ref, page.way.ref, *more]
    return reverse(f"counter_trafficking:{name}", args=refs)


def _close(page: TraffickingRecordPage) -> NextStep | None:
    if page.way.is_kept_to_the_group:
        return None
    return NextStep(
        _("Next step: restrict the case"),
        _("It is open to the whole team."),
        _("Manage case access"),
        reverse("cases:case-restrict", args=[page.way.case.ref]),
        "lock",
    )


def _plan(page: TraffickingRecordPage) -> NextStep | None:
    if page.safety is None:
        return NextStep(
            _("Next step: make a safety plan with the person"),
            _("There is none yet."),
            _("Create safety plan"),
            _url(page, "safety-new"),
            "shield-check",
        )
    if not page.is_safety_late:
        return None
    day = formats.day(page.safety.looked_at_on)
    return NextStep(
        _("Next step: review the safety plan with the person"),
        _("Last reviewed on %(day)s.") % {"day": day},
        _("Review with the person"),
        _url(page, "safety-look", page.safety.ref),
        "shield-check",
    )


def _decide(page: TraffickingRecordPage) -> NextStep | None:
    if page.way.status:
        return None
    return NextStep(
        _("Next step: record the determination"),
        _("Nobody has decided yet. Assistance does not wait for it."),
        pgettext("next step", "Record determination"),
        _url(page, "determination-new"),
        "scale",
    )


def _look(page: TraffickingRecordPage) -> NextStep | None:
    if not page.is_review_late:
        return None
    return NextStep(
        _("Next step: review the risk of re-trafficking"),
        _("No review is recorded for these days."),
        _("Review the risk"),
        _url(page, "review-new"),
        "eye",
    )


def risk_over_time(page: TraffickingRecordPage) -> Levels | None:
    """Returns the latest reviews as a chart; None where there are fewer than two. A review that
    could not say a level is a gap.
    """
    reviews = list(reversed(page.reviews))
    if len(reviews) < 2:
        return None
    today = max(page.today, reviews[-1].reviewed_on)
    return Levels(
        name="retrafficking-history",
        title=_("Risk of re-trafficking over time"),
        levels=tuple(str(level.label) for level in LEVELS),
        points=tuple(_point(each) for each in reviews),
        until=LevelPoint(today, formats.day(today), None),
        point_name=pgettext("chart", "Review"),
        level_name=pgettext("chart", "Level"),
        detail_name=pgettext("chart", "Reviewed by"),
    )


def _point(review: RetraffickingReview) -> LevelPoint:
    known = review.level in LEVELS
    level = [each.value for each in LEVELS].index(review.level) if known else None
    on = review.reviewed_on
    return LevelPoint(on, formats.day(on), level, review.by.name)

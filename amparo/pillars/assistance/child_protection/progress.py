"""How far the protection of an unaccompanied or separated child is, and what is next.

A stage is done when it was recorded by somebody; none of them says that the child is safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.pillars.assistance.cases.extension_points.stages import NextStep
from amparo.pillars.assistance.cases.models import Case
from amparo.ui import formats
from amparo.ui.charts import LineStage, StageFact, line_of

from .models import BestInterestsAssessment

if TYPE_CHECKING:
    from .presenters import ChildPage

State = BestInterestsAssessment.State


def stages_of(page: ChildPage) -> list[LineStage]:
    """Returns the stages of the child's file; a determination only where one was begun."""
    child = page.child
    facts = [
        StageFact(_("Identification"), is_done=True, detail=formats.day(child.at)),
        _care(page),
        _guardian(page),
        _assessment(page),
    ]
    if page.determinations:
        facts.append(_determination(page))
    end = child.get_end_reason_display() if child.is_over else ""
    facts.append(StageFact(_("End of UASC status"), is_done=child.is_over, detail=end))
    return line_of(facts, is_over=child.is_over)


def _care(page: ChildPage) -> StageFact:
    label, care = pgettext("child, stage", "Care arrangement"), page.care
    if care is None:
        return StageFact(label, is_done=False, detail=pgettext("child, stage", "none recorded"))
    if page.visit_is_late:
        detail = pgettext("child, stage", "visit overdue")
        return StageFact(label, is_done=False, detail=detail, is_late=True)
    return StageFact(
        label, is_done=True, detail=_("since %(day)s") % {"day": formats.day(care.since)}
    )


def _guardian(page: ChildPage) -> StageFact:
    label, guardian = _("Guardian"), page.guardian
    if guardian is None:
        return StageFact(label, is_done=False, detail=pgettext("child, stage", "none appointed"))
    detail = _("since %(day)s") % {"day": formats.day(guardian.since)}
    return StageFact(label, is_done=True, detail=detail)


def _assessment(page: ChildPage) -> StageFact:
    label = _("Best interests assessment")
    latest = next(iter(page.assessments), None)
    if latest is None:
        return StageFact(label, is_done=False, detail=pgettext("child, stage", "not assessed yet"))
    return StageFact(
        label, is_done=latest.state == State.APPROVED, detail=latest.get_state_display()
    )


def _determination(page: ChildPage) -> StageFact:
    latest = page.determinations[0]
    is_decided = latest.state == latest.State.DECIDED
    label = _("Best interests determination")
    return StageFact(label, is_done=is_decided, detail=latest.get_state_display())


def next_step_of(page: ChildPage) -> NextStep | None:
    """Returns what is to be done first; None where nothing of this waits, once the child is no
    longer alone, and for whoever may not do it.
    """
    if not page.may_work:
        return None
    steps = (find(page) for find in (_accept, _find_care, _visit, _appoint, _assess))
    return next((step for step in steps if step), None)


def _url(page: ChildPage, name: str) -> str:
    return reverse(f"child_protection:{name}", args=[page.child.ref])


def _accept(page: ChildPage) -> NextStep | None:
    if page.child.case.confidentiality == Case.Confidentiality.CHILD:
        return None
    return NextStep(
        _("Next step: accept the child"),
        _("No colleague of child protection has accepted this child yet."),
        _("Accept the child"),
        _url(page, "child-accept"),
        "heart-handshake",
    )


def _find_care(page: ChildPage) -> NextStep | None:
    if page.care is not None:
        return None
    return NextStep(
        _("Next step: record where and with whom the child lives"),
        _("No care arrangement is recorded."),
        _("Record care arrangement"),
        _url(page, "care-new"),
        "home-heart",
    )


def _visit(page: ChildPage) -> NextStep | None:
    if not page.visit_is_late:
        return None
    return NextStep(
        _("Next step: visit the child"),
        _("The visit is overdue."),
        _("Record home visit"),
        _url(page, "care-visit"),
        "eye",
    )


def _appoint(page: ChildPage) -> NextStep | None:
    if page.guardian is not None:
        return None
    return NextStep(
        _("Next step: have a guardian appointed"),
        _("Nobody represents this child yet."),
        pgettext("next step", "Appoint guardian"),
        _url(page, "guardian-new"),
        "user-plus",
    )


def _assess(page: ChildPage) -> NextStep | None:
    latest = next(iter(page.assessments), None)
    if latest is not None and latest.state != State.SENT_BACK:
        return None
    return NextStep(
        _("Next step: best interests assessment (BIA)"),
        _("No decision affecting the child before it.")
        if latest is None
        else _("It was returned for changes."),
        pgettext("next step", "Start BIA"),
        _url(page, "interests-assess"),
        "clipboard-list",
    )

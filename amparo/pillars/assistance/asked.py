"""A question to a supervisor, with the facts that it takes to answer it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from amparo.foundation.protection import code_lists
from amparo.ui import formats

from .models import Action, Approval, Assessment, Case, Closure, GoalOutcome, Plan, Transfer
from .subjects import listed_alone


@dataclass(frozen=True)
class Asked:
    """What is asked, by whom, about which case; what is known; what was said in own words."""

    approval: Approval
    question: SafeString
    yes: str
    facts: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return self.approval.case

    @property
    def url(self) -> str:
        return url_of(self.approval)


def url_of(approval: Approval) -> str:
    return reverse("assistance:approval-decide", args=[approval.case.ref, approval.ref])


def question_of(approval: Approval) -> SafeString:
    questions: dict[str, str] = {
        Approval.What.CLOSURE: _("Close the case of {name}?"),
        Approval.What.PLAN: _("Approve the plan for {name}?"),
        Approval.What.ASSESSMENT: _("Approve the assessment of {name}?"),
        Approval.What.TRANSFER: _("Hand {name} over to another office?"),
    }
    return format_html(
        questions[approval.what], name=format_html("<bdi>{}</bdi>", listed_alone(approval.case))
    )


def asked_about(approval: Approval) -> Asked:
    """The question with its facts, read from the record it is about."""
    return asked_about_all([approval])[0]


def asked_about_all(approvals: Iterable[Approval]) -> list[Asked]:
    """Each question with its facts: three queries a kind of record at most."""
    approvals = list(approvals)
    records: dict[UUID, Any] = {}
    for what, rows in _records().items():
        refs = [each.record_ref for each in approvals if each.what == what]
        found = rows.filter(ref__in=refs) if refs else ()
        records |= {record.ref: record for record in found}
    return [_asked(approval, records[approval.record_ref]) for approval in approvals]


def _records() -> dict[str, QuerySet]:
    return {
        Approval.What.CLOSURE: Closure.objects.prefetch_related("outcomes"),
        Approval.What.PLAN: Plan.objects.select_related("agreement").prefetch_related(
            "goals", Prefetch("goals__actions", Action.objects.select_related("responsible"))
        ),
        Approval.What.ASSESSMENT: Assessment.objects.annotate(needs_count=Count("needs")),
        Approval.What.TRANSFER: Transfer.objects.select_related("to_team__office"),
    }


def _asked(approval: Approval, record: Any) -> Asked:
    record.case = approval.case
    tell: dict[str, Callable[[Any], dict]] = {
        Approval.What.CLOSURE: _closure,
        Approval.What.PLAN: _plan,
        Approval.What.ASSESSMENT: _assessment,
        Approval.What.TRANSFER: _transfer,
    }
    yes: dict[str, str] = {
        Approval.What.CLOSURE: _("Approve closure"),
        Approval.What.PLAN: _("Approve plan"),
        Approval.What.ASSESSMENT: _("Approve assessment"),
        Approval.What.TRANSFER: pgettext("button", "Transfer"),
    }
    what = approval.what
    return Asked(approval, question_of(approval), yes[what], **tell[what](record))


def _closure(closure: Closure) -> dict:
    facts = [code_lists.label("closure_reason", closure.reason), *_goals(closure)]
    if closure.case.last_contact_on:
        facts.append(
            _("Last contact %(day)s") % {"day": formats.near_day(closure.case.last_contact_on)}
        )
    informed = _("The person was told"), _("The person was not told")
    facts.append(informed[0] if closure.person_informed else informed[1])
    if closure.keep_until:
        facts.append(_("Data kept until %(month)s") % {"month": formats.month(closure.keep_until)})
    told = [
        (_("Summary"), closure.summary),
        (_("What continues"), closure.handover),
        (_("What the person said of us"), closure.feedback),
    ]
    return {"facts": facts, "told": [each for each in told if each[1]]}


def _goals(closure: Closure) -> list[str]:
    outcomes = [each.outcome for each in closure.outcomes.all()]
    met = outcomes.count(GoalOutcome.Outcome.MET)
    goals = _("Goals met: %(met)s of %(count)s") % {"met": met, "count": len(outcomes)}
    return [goals] if outcomes else []


def _plan(plan: Plan) -> dict:
    goals = len(plan.goals.all())
    actions = sorted(
        (action for goal in plan.goals.all() for action in goal.actions.all()),
        key=lambda action: (action.due_on, action.pk),
    )[:20]
    facts = [
        ngettext("%(count)s goal", "%(count)s goals", goals) % {"count": goals},
        ngettext("%(count)s action", "%(count)s actions", len(actions)) % {"count": len(actions)},
    ]
    told = []
    if plan.is_agreed:
        facts.append(
            _("Agreed with the person %(day)s") % {"day": formats.near_day(plan.agreement.on)}
        )
        told = [(_("In the person’s words"), plan.agreement.words)] if plan.agreement.words else []
    return {"facts": facts, "told": told, "actions": actions}


def _transfer(transfer: Transfer) -> dict:
    where = _("To %(team)s, %(office)s") % {
        "team": transfer.to_team.name, "office": transfer.to_team.office.name,
    }  # fmt: skip
    told = [(_("What they must know"), transfer.words)] if transfer.words else []
    return {"facts": [where, transfer.get_reason_display()], "told": told}


def _assessment(assessment: Any) -> dict:
    needs = assessment.needs_count
    told = [
        (_("What matters most to the person"), assessment.priorities),
        (_("Wishes of the person"), assessment.wishes),
        (_("Summary"), assessment.summary),
    ]
    facts = [ngettext("%(count)s need", "%(count)s needs", needs) % {"count": needs}]
    return {"facts": facts, "told": [each for each in told if each[1]]}

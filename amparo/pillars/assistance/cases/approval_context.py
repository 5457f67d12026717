"""A question to a supervisor, with the facts that it takes to answer it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amparo.foundation.protection import code_lists
from amparo.ui import formats

from .display_names import listed_alone
from .extension_points import ApprovalDetails, ApprovalKind, approval_kinds, closure_facts
from .models import ApprovalRequest, Case, Closure


@dataclass(frozen=True)
class ApprovalQuestion:
    """What is asked, by whom, about which case; and what is known of the record."""

    approval: ApprovalRequest
    question: SafeString
    approve_label: str
    details: ApprovalDetails

    @property
    def case(self) -> Case:
        return self.approval.case

    @property
    def url(self) -> str:
        return url_of(self.approval)


def register_approval_kinds(*kinds: ApprovalKind) -> None:
    for kind in kinds:
        approval_kinds.register(kind.name, kind)


def url_of(approval: ApprovalRequest) -> str:
    return reverse("cases:approval-decide", args=[approval.case.ref, approval.ref])


def approval_question(approval: ApprovalRequest) -> SafeString:
    question = approval_kinds[approval.what].get_question()
    return format_html(question, name=format_html("<bdi>{}</bdi>", listed_alone(approval.case)))


def read_question(approval: ApprovalRequest) -> ApprovalQuestion:
    """Returns the question with its facts, read from the record it is about."""
    return read_questions([approval])[0]


def read_questions(approvals: Iterable[ApprovalRequest]) -> list[ApprovalQuestion]:
    """Returns each question with its facts: three queries a kind of record at most."""
    approvals = list(approvals)
    records: dict[UUID, Any] = {}
    for name, kind in approval_kinds.items():
        refs = [each.record_ref for each in approvals if each.what == name]
        found = kind.get_records().filter(ref__in=refs) if refs else ()
        records |= {record.ref: record for record in found}
    return [_question(approval, records[approval.record_ref]) for approval in approvals]


def _question(approval: ApprovalRequest, record: Any) -> ApprovalQuestion:
    record.case = approval.case
    kind = approval_kinds[approval.what]
    return ApprovalQuestion(
        approval, approval_question(approval), kind.get_approve_label(), kind.get_details(record)
    )


def closures_with_facts() -> QuerySet[Closure]:
    return Closure.objects.prefetch_related(*(each.related for each in closure_facts))


def closure_details(closure: Closure) -> ApprovalDetails:
    facts = [code_lists.label("closure_reason", closure.reason)]
    facts += [fact for each in closure_facts for fact in each.get_facts(closure)]
    if closure.case.last_contact_on:
        facts.append(
            _("Last contact %(day)s") % {"day": formats.near_day(closure.case.last_contact_on)}
        )
    informed = _("The person was told"), _("The person was not told")
    facts.append(informed[0] if closure.person_informed else informed[1])
    if closure.keep_until:
        facts.append(_("Data kept until %(month)s") % {"month": formats.month(closure.keep_until)})
    texts = [
        (_("Summary"), closure.summary),
        (_("What continues"), closure.handover),
        (_("What the person said of us"), closure.feedback),
    ]
    return ApprovalDetails(facts, [(name, text) for name, text in texts if text])


CLOSURE = ApprovalKind(
    "closure",
    lambda: _("Close the case of {name}?"),
    lambda: _("Approve closure"),
    closures_with_facts,
    closure_details,
)

"""What the packages of casework add to a case: its pages, limits, records; signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList, ExtensionSignal, Registry

from .pages import (
    ApprovalDetails,
    ApprovalKind,
    CaseFilter,
    CaseMark,
    CaseMenuItem,
    CasePathway,
    CasePlace,
    CaseSection,
    ClosureFacts,
    DashboardPlace,
    DashboardSection,
    MenuGroup,
    PendingPanel,
    PendingQueue,
    SectionLink,
    SummarySection,
    WorkloadFigure,
    approval_kinds,
    case_filters,
    case_marks,
    case_menu_items,
    case_pathways,
    case_sections,
    closure_facts,
    dashboard_sections,
    is_worked_on,
    pending_queues,
    summary_sections,
    workload_figures,
)
from .stages import CaseStage, NextStep, StageProgress, case_stages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime
    from typing import Any

    from django.db.models import QuerySet

    from ..models import Case, Closure
    from ..time_limits import TimeLimit

timers: Registry[str, TimeLimit] = Registry(
    "timers",
    "How long each step may take, by code; an office sets its own.",
    register_in="timers.py",
    register_with="amparo.pillars.assistance.cases.time_limits.register_timers",
)
disclosed_code_lists: Registry[str, str] = Registry(
    "disclosed_code_lists",
    """Which code list a field takes its codes from, for the person who reads their own file.

    By the name of the field, or of the record and the field where it differs by record.
    """,
    register_in="apps.py",
    register_with="amparo.pillars.assistance.cases.field_values.register_code_lists",
)
funded_records: ExtensionList[Callable[[str], QuerySet]] = ExtensionList(
    "funded_records",
    """Functions that return the records which rest on a budget line of a fund, by its ref.

    Each record has a `case`; who sees the case sees the record. They answer the filter by fund.
    """,
    register_in="apps.py",
    takes="Callable[[str], QuerySet]",
)

restriction_checks: ExtensionList[Callable[[Case, str], None]] = ExtensionList(
    "restriction_checks",
    """Whether a case may be given a confidentiality: each raises Refusal where it may not.

    Something in the case may have to stay as close as it is.
    """,
    register_in="apps.py",
    takes="Callable[[Case, str], None]",
)
removal_checks: ExtensionList[Callable[[Case], None]] = ExtensionList(
    "removal_checks",
    "Functions that raise Refusal where nothing may be taken out of the file of a case.",
    register_in="apps.py",
    takes="Callable[[Case], None]",
)
closure_checks: ExtensionList[Callable[[Closure], None]] = ExtensionList(
    "closure_checks",
    "Functions that raise Refusal where a case may not be closed for the reason that is given.",
    register_in="apps.py",
    takes="Callable[[Closure], None]",
)
closure_goals: ExtensionList[Callable[[Case], Iterable[Any]]] = ExtensionList(
    "closure_goals",
    """The goals of a case whose results a closure asks for.

    A goal has a `ref` and a text; its result is kept with `record_outcome(closure, outcome)`.
    """,
    register_in="apps.py",
    takes="Callable[[Case], Iterable[Goal]]",
)
case_transfers: ExtensionList[Callable[[datetime], QuerySet]] = ExtensionList(
    "case_transfers",
    "Functions that return the keys of cases which another office took over after a moment.",
    register_in="apps.py",
    takes="Callable[[datetime], QuerySet]",
)
retention_rules: ExtensionList[Callable[[Case, date], date | None]] = ExtensionList(
    "retention_rules",
    """Until which day a case that is closed on a day is kept.

    The latest day counts; None sets no limit.
    """,
    register_in="apps.py",
    takes="Callable[[Case, date], date | None]",
)

people_registered = ExtensionSignal(
    "people_registered",
    """People were registered, and their households are known. Sent in the transaction.

    `cases` are by the key of the person; `team` receives them. `import_ref` is that of the list
    that they came with; None where somebody registered them one by one.
    """,
    people="list[Person]",
    cases="dict[int, Case]",
    team="Team",
    by="User",
    import_ref="UUID | None",
)
people_joined_case = ExtensionSignal(
    "people_joined_case",
    """People belong to a case now: it was opened for them, or they were added to it.

    Sent in the transaction; at a registration before `people_registered`.
    """,
    case="Case",
    people="list[Person]",
    by="User",
)
list_imported = ExtensionSignal(
    "list_imported",
    "A list of people was imported whole. Sent in the last transaction of it.",
    import_ref="UUID",
    team="Team",
)
screening_held = ExtensionSignal(
    "screening_held",
    "A screening was held, or went on: its answers are kept. Sent in the transaction.",
    screening="Screening",
    by="User",
)
answered_yes = ExtensionSignal(
    "answered_yes",
    "One of the four protection questions was answered with yes. Sent in the transaction.",
    screening="Screening",
    by="User",
)
arrival_confirmed = ExtensionSignal(
    "arrival_confirmed",
    "`by` confirmed that those of the case arrived after a return. Sent in the transaction.",
    case="Case",
    on="date",
    by="User",
)
case_access_changed = ExtensionSignal(
    "case_access_changed",
    "A case was restricted or opened again, and who may read it is about to be written anew. "
    "Sent in the transaction.",
    case="Case",
    by="User",
)
case_closed = ExtensionSignal(
    "case_closed",
    "A case was closed, for a reason of the list `closure_reason`. Sent in the transaction.",
    case="Case",
    reason="str",
    by="User",
)
case_reopened = ExtensionSignal(
    "case_reopened",
    "A closed case was reopened. Sent in the transaction.",
    case="Case",
    by="User",
)

__all__ = [
    "ApprovalDetails",
    "ApprovalKind",
    "CaseFilter",
    "CaseMark",
    "CaseMenuItem",
    "CasePathway",
    "CasePlace",
    "CaseSection",
    "CaseStage",
    "ClosureFacts",
    "DashboardPlace",
    "DashboardSection",
    "MenuGroup",
    "NextStep",
    "PendingPanel",
    "PendingQueue",
    "SectionLink",
    "StageProgress",
    "SummarySection",
    "WorkloadFigure",
    "answered_yes",
    "approval_kinds",
    "arrival_confirmed",
    "case_access_changed",
    "case_closed",
    "case_filters",
    "case_marks",
    "case_menu_items",
    "case_pathways",
    "case_reopened",
    "case_sections",
    "case_stages",
    "case_transfers",
    "closure_checks",
    "closure_facts",
    "closure_goals",
    "dashboard_sections",
    "disclosed_code_lists",
    "funded_records",
    "is_worked_on",
    "list_imported",
    "pending_queues",
    "people_joined_case",
    "people_registered",
    "removal_checks",
    "restriction_checks",
    "retention_rules",
    "screening_held",
    "summary_sections",
    "timers",
    "workload_figures",
]

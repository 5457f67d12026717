"""What apps add to the page of a case, its paper, lists of cases, first screens, approvals."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList, Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from typing import Any

    from django.db.models import Exists, Q, QuerySet
    from django.utils.functional import Promise

    from amparo.foundation.core.models import User
    from amparo.ui.filters import Filter, Shortcut

    from ..models import Case, Closure

# The page of a case


class CasePlace(StrEnum):
    """Where a section stands on the page of a case."""

    TOP = "top"  # before all else
    BADGES = "badges"  # beside the name
    NOTICES = "notices"  # in the summary
    MAIN = "main"
    SIDE = "side"


@dataclass(frozen=True)
class SectionLink:
    """A link at the top of the page of a case that leads to a section, beside the number that the
    annotation `count` gives. `is_shown` is asked with the page (`CasePage`).
    """

    position: int
    label: str | Promise
    count: str = ""
    is_shown: Callable[[Any], bool] = lambda page: True


@dataclass(frozen=True)
class CaseSection:
    """A part of the page of a case, also fetched by its name alone.

    `get_context` returns what the template is told beside `case` and `file` (`CasePage`), None
    where the user is shown nothing. It is called once, when the page comes to the section, and
    may read from the case what `get_annotations` asked in the one query of the page. What
    `is_later` follows the first screen. `quoted` names the records in the context whose words the
    timeline of the page quotes.
    """

    name: str
    place: CasePlace
    position: int
    template: str
    get_context: Callable[[Case, User], dict[str, Any] | None] = lambda case, user: {}
    get_annotations: Callable[[User], dict[str, Any]] = lambda user: {}
    is_later: bool = False
    link: SectionLink | None = None
    quoted: str = ""


def is_worked_on(case: Case, permissions: frozenset[str]) -> bool:
    """Whether the user works on the case, and it is open."""
    return "work" in permissions and not case.is_ended


class MenuGroup(StrEnum):
    """Under which title a line stands in the menu of a case."""

    PROCESS = "process"  # assessment, case plan, follow-up
    ASSISTANCE = "assistance"  # services, referrals, programmes
    RECORDS = "records"  # what is added to the file
    MANAGEMENT = "management"  # who works on it, who reads it, its end


@dataclass(frozen=True)
class CaseMenuItem:
    """A line of the menu of a case, which leads to the route of its name.

    `is_offered` is asked with what the user may do to the case; it may read the annotations of
    sections, and asks the database nothing. With `part` it opens in the place of that part.
    """

    position: int
    route: str
    label: str | Promise
    icon: str
    group: MenuGroup
    is_offered: Callable[[Case, frozenset[str]], bool] = is_worked_on
    part: str = ""


case_sections: Registry[str, CaseSection] = Registry(
    "case_sections",
    "Parts of the page of a case, by the name that is the id of each on the page.",
    register_in="presenters.py",
    register_with="amparo.pillars.assistance.cases.presenters.register_sections",
    takes="CaseSection",
)
case_menu_items: Registry[str, CaseMenuItem] = Registry(
    "case_menu_items",
    "Lines of the menu of a case, by the route to which each leads.",
    register_in="presenters.py",
    register_with="amparo.pillars.assistance.cases.case_menu.register_menu_items",
    takes="CaseMenuItem",
)


@dataclass(frozen=True)
class CasePathway:
    """What lists and menus of cases know of a pathway that a case may be on.

    `exists` asks of a case, in the one query of its page, whether it is on it (`OuterRef("pk")` is
    the case). `begins` names the route where it begins, told the ref of the case; `may_begin` says
    whether it fits this case at all. `filter_name` is what lists of cases are filtered by; ""
    where it is none.
    """

    name: str
    icon: str
    begins: str
    offer: Promise
    exists: Callable[[], Exists]
    may_begin: Callable[[Case], bool] = lambda case: True
    filter_name: str | Promise = ""


case_pathways: Registry[str, CasePathway] = Registry(
    "case_pathways",
    "What a case may be on, by name: a return, a tracing request, a reintegration plan.",
    register_in="apps.py",
    register_with="amparo.pillars.assistance.pathways.base.add_pathway",
)


# Paper


@dataclass(frozen=True)
class SummarySection:
    """What an app adds to the summary of a case, on paper and for print.

    `get_parts` returns parts (`SummaryPart`), of what the user may see; empty ones are left out.
    It may read from the case what `get_annotations` asked with it.
    """

    name: str
    position: int
    get_parts: Callable[[Case, User], Iterable[Any]]
    get_annotations: Callable[[User], dict[str, Any]] = lambda user: {}


summary_sections: Registry[str, SummarySection] = Registry(
    "summary_sections",
    "Sections of the summary of a case, by name.",
    register_in="summary.py",
    register_with="amparo.pillars.assistance.cases.summary.register_summary_sections",
    takes="SummarySection",
)

# Lists of cases


@dataclass(frozen=True)
class CaseFilter:
    """A filter of lists of cases, and what a choice finds.

    `get_condition` is asked with the chosen code, the user, who may open the cases, and today.
    What opens to fewer than the case is asked through its own rule. `shortcut` is a choice with a
    chip of its own.
    """

    position: int
    filter: Filter
    get_condition: Callable[[str, User, date], Q | Exists]
    shortcut: Shortcut | None = None


@dataclass(frozen=True)
class CaseMark:
    """A mark beside a case in lists: its template is told the `case`, on which `attach` has put
    what it reads, for all cases of a page at once.
    """

    template: str
    attach: Callable[[Iterable[Case], User], None]


@dataclass(frozen=True)
class WorkloadFigure:
    """A figure of each caseworker in the table of their team.

    `get_counts` returns the count and how much of it is overdue, by the key of each caseworker,
    of cases that the user sees. `get_url` is where whoever approves finds what was counted.
    """

    label: str | Promise
    get_counts: Callable[[Iterable[int], User, date], Mapping[int, tuple[int, int]]]
    get_url: Callable[[User], str]


case_filters: Registry[str, CaseFilter] = Registry(
    "case_filters",
    "Filters of lists of cases, by their name in the address.",
    register_in="queries.py",
    register_with="amparo.pillars.assistance.cases.caseload_filters.register_case_filters",
    takes="CaseFilter",
)
case_marks: ExtensionList[CaseMark] = ExtensionList(
    "case_marks",
    "Marks beside a case in lists.",
    register_in="presenters.py",
    takes="CaseMark",
)
workload_figures: ExtensionList[WorkloadFigure] = ExtensionList(
    "workload_figures",
    "Figures of each caseworker in the table of their team.",
    register_in="worklists.py",
    takes="WorkloadFigure",
)

# First screens


class DashboardPlace(StrEnum):
    """Where a section stands on the first screens: Today, what is pending, and the team's part."""

    TODAY_TOP = "today_top"
    TODAY_MAIN = "today_main"
    TODAY_LINES = "today_lines"  # lines below the tasks
    TODAY_SIDE = "today_side"
    PENDING_URGENT = "pending_urgent"  # lines of the banner at the top
    PENDING_LINES = "pending_lines"  # lines below the alerts
    TEAM = "team"


@dataclass(frozen=True)
class DashboardSection:
    """A part of first screens: its template by the place where it stands.

    `get_rows` names what is counted in the one query of the screen. `get_context` is asked with
    the user, the place and the counts, and returns what the template is told, None for nothing;
    `cases` in it are noted in the audit log as listed. Where both need the same, `prepare` returns
    it for the user, once, and they are asked with it instead.
    """

    name: str
    position: int
    templates: Mapping[DashboardPlace, str]
    get_context: Callable[[Any, DashboardPlace, Mapping[str, int]], dict[str, Any] | None]
    get_rows: Callable[[Any], Mapping[str, QuerySet]] = lambda user: {}
    prepare: Callable[[User], Any] = lambda user: user


class PendingPanel(StrEnum):
    """Where a queue stands among what is pending."""

    DECISIONS = "decisions"
    ALERTS = "alerts"


@dataclass(frozen=True)
class PendingQueue:
    """Records that wait for whoever answers for a team: counted, and the first few shown.

    `get_rows` is asked with the user and the ref of the one caseworker whose cases are meant, ""
    for all. The template is told the `items` that `get_items` makes of the records, and the
    `count`. Where each `names_case`, records are given their `case`. The first few items of urgent
    queues stand at the top too, each as `urgent_template` shows it as `item`.
    """

    name: str
    panel: PendingPanel
    position: int
    template: str
    get_rows: Callable[[User, str], QuerySet]
    get_items: Callable[[list[Any]], list[Any]] = list
    names_case: bool = False
    urgent_position: int = 0
    urgent_template: str = ""


dashboard_sections: Registry[str, DashboardSection] = Registry(
    "dashboard_sections",
    "Parts of the first screens of who works on cases and who answers for a team, by name.",
    register_in="worklists.py",
    register_with="amparo.pillars.assistance.cases.dashboards.register_dashboard_sections",
    takes="DashboardSection",
)
pending_queues: Registry[str, PendingQueue] = Registry(
    "pending_queues",
    "Records that wait for whoever answers for a team, by the name that is the id of the queue.",
    register_in="worklists.py",
    register_with="amparo.pillars.assistance.cases.dashboards.register_pending_queues",
    takes="PendingQueue",
)

# Approvals


@dataclass(frozen=True)
class ApprovalDetails:
    """What a supervisor reads of a record before they approve it: facts, and texts with their
    names. `template` shows more of it, told `extra`.
    """

    facts: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    template: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ApprovalKind:
    """A kind of record that a supervisor approves, by the name that an approval keeps of it.

    `get_question` asks with the `name` of whom the case is about; `get_records` returns the
    records with what `get_details` reads of one.
    """

    name: str
    get_question: Callable[[], str]
    get_approve_label: Callable[[], str]
    get_records: Callable[[], QuerySet]
    get_details: Callable[[Any], ApprovalDetails]


@dataclass(frozen=True)
class ClosureFacts:
    """Facts of a closure for who approves it, read of what `related` names."""

    related: str
    get_facts: Callable[[Closure], list[str]]


approval_kinds: Registry[str, ApprovalKind] = Registry(
    "approval_kinds",
    "Kinds of records of a case that a supervisor approves.",
    register_in="presenters.py",
    register_with="amparo.pillars.assistance.cases.approval_context.register_approval_kinds",
    takes="ApprovalKind",
)
closure_facts: ExtensionList[ClosureFacts] = ExtensionList(
    "closure_facts",
    "What else a supervisor reads of a closure before they approve it.",
    register_in="presenters.py",
    takes="ClosureFacts",
)

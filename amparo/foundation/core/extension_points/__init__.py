"""What apps add to core: permission rules, what an erasure does, tasks, code lists, checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models

from ..registry import ExtensionList, ExtensionSignal, Registry
from .pages import (
    full_disk_routes,
    home_pages,
    impersonation_routes,
    navigation_groups,
    navigation_items,
    practice_routes,
    site_actions,
    site_pages,
)

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise

    from ..accounts.users import User
    from ..audit.events import AuditEvent
    from ..catalogues import ShippedText
    from ..code_lists.bundled import BundledCode
    from ..erasure import Erasure, PersonalDataDeclaration
    from ..jobs.backend import Work
    from ..jobs.schedule import PeriodicTask
    from ..journey_beliefs import BeliefSource
    from ..measures import Fact, ReportedIndicators
    from ..notifications.kinds import Notice
    from ..notifications.models import Notification
    from ..organization_panels import OrganizationPanel
    from ..permissions.grants import PermissionRule
    from ..search import SearchSource
    from ..spreadsheets.validation import ProblemKind

CORE = "amparo.foundation.core"

# Permissions

permission_rules: Registry[type[models.Model], dict[str, PermissionRule]] = Registry(
    "permission_rules",
    """Who may do what to the records of a model, by permission.

    Without a rule to see it, a model is open to whoever may see its owner; else to nobody.
    """,
    register_in="permissions.py",
    register_with=f"{CORE}.permissions.rules.register_rules",
)
role_permissions: ExtensionList[tuple[str, frozenset[str]]] = ExtensionList(
    "role_permissions",
    "What roles may do with the records of an app: the code of a role and permissions.",
    register_in="permissions.py",
    register_with=f"{CORE}.accounts.roles.give_permissions",
)
field_classes: Registry[type[models.Model], dict[str, str]] = Registry(
    "field_classes",
    """The data class of each value of a model, for masking.

    A personal value without a class counts as narrative, the class that the fewest roles read.
    """,
    register_in="permissions.py",
    register_with=f"{CORE}.permissions.masking.set_field_classes",
)


class ClassLookup(Protocol):
    """Returns the data classes that `user` reads in `record`."""

    def __call__(self, user: User, record: Any, /) -> frozenset[str]: ...


class_lookups: Registry[type[models.Model], ClassLookup] = Registry(
    "class_lookups",
    """How the data classes that a user reads are found for an owner record of this model.

    Without it, those of all roles of the user count.
    """,
    register_in="permissions.py",
    register_with=f"{CORE}.permissions.masking.register_class_lookup",
)
unmasked_models: Registry[type[models.Model], tuple[str, ...]] = Registry(
    "unmasked_models",
    "Models in nobody's file, whose values are read whole with one of these permissions.",
    register_in="permissions.py",
    register_with=f"{CORE}.permissions.masking.unmasked_for",
)


class BulkCondition(Protocol):
    """Returns why `user` may not do `verb`, one of `BULK_VERBS`, today, as a sentence that says
    what to do; "" where nothing is against it.
    """

    def __call__(self, user: User, verb: str, /) -> str: ...


bulk_conditions: ExtensionList[BulkCondition] = ExtensionList(
    "bulk_conditions",
    """What must be in order before somebody exports or imports many records.

    Looked at when it is done, never for what opens a file or raises an alert.
    """,
    register_in="apps.py",
    takes=BulkCondition,
)
access_changed = ExtensionSignal(
    "access_changed",
    "Somebody joined or left an office, or got or lost access to a restricted group there.",
    offices="list[Office]",
)
restricted_access_ended = ExtensionSignal(
    "restricted_access_ended",
    "The access of a user to a restricted group ended.",
    grant="RestrictedGroupAccess",
    by="User",
)

# First screens


@dataclass(frozen=True)
class WaitingWork:
    """Work that waits for a user, counted on their first screen: what it is called, one sentence
    about it, the name of the address where it is, and its rows, None where it is not for them.
    """

    name: str
    label: str | Promise
    about: str | Promise
    url_name: str
    get_rows: Callable[[User], models.QuerySet | None]


waiting_work: Registry[str, WaitingWork] = Registry(
    "waiting_work",
    "Work that waits for a user, counted on their first screen.",
    register_in="worklists.py",
    register_with=f"{CORE}.worklists.register_waiting_work",
)

# Steps of work


@dataclass(frozen=True)
class StepPanel:
    """What stands beside the form of a step of work. Both templates are given `work_steps`, the
    codes of the steps; `link_template` stands in the head of the page and leads to the panel.
    """

    template: str
    link_template: str


step_panels: ExtensionList[StepPanel] = ExtensionList(
    "step_panels",
    "What stands beside the form of a step of work.",
    register_in="apps.py",
    takes=StepPanel,
)
step_decided = ExtensionSignal(
    "step_decided",
    """Somebody decided at a step of work, as `record` says.

    It is sent in the transaction of the decision.
    """,
    request="HttpRequest",
    step="str",
    record="Record",
)

# Audit events

audit_events: Registry[str, AuditEvent] = Registry(
    "audit_events",
    """What an audit entry says, by its code.

    Those of a record are named in the `class Events` of its model.
    """,
    register_in="audit_events.py",
    register_with=f"{CORE}.audit.events.register_events",
)
notice_kinds: Registry[str, Notice] = Registry(
    "notice_kinds",
    """Kinds of notifications that go with no audit event of the same code.

    Those of an event are named beside it, as its `notice`.
    """,
    register_in="audit_events.py",
    register_with=f"{CORE}.audit.events.register_notices",
)


@dataclass(frozen=True)
class NoticeSubject:
    """Who and what a notification is about: initials and a number, never a name. `detail` is what
    several of a kind may share, such as a fund.
    """

    initials: str = ""
    code: str = ""
    detail: str = ""


class NoticeSubjects(Protocol):
    """Returns the subjects of those of `notices` that it knows, by the key of the notification.

    Only of records that `user` may see now, in a fixed number of queries.
    """

    def __call__(
        self, user: User, notices: Sequence[Notification], /
    ) -> Mapping[int, NoticeSubject]: ...


notice_subjects: ExtensionList[NoticeSubjects] = ExtensionList(
    "notice_subjects",
    """Whom notifications are about, when they are shown.

    Of several functions that know a notification, the last one registered names its subject.
    """,
    register_in="apps.py",
    takes=NoticeSubjects,
)

# Subject access and erasure

personal_data: Registry[type[models.Model], list[PersonalDataDeclaration]] = Registry(
    "personal_data",
    """Which records belong to the file of an owner record, and what the person is given of them.

    Models say it in their `class Privacy`; `privacy.py` where it takes a function.
    """,
    register_in="privacy.py",
    register_with=f"{CORE}.erasure.declare_personal_data",
)
without_owner: Registry[type[models.Model], str | Promise] = Registry(
    "without_owner",
    "Models whose personal data are in nobody's file, and why.",
    register_in="privacy.py",
    register_with=f"{CORE}.erasure.declare_without_owner",
)


@dataclass(frozen=True)
class ErasureStep:
    """What else is deleted or detached before an owner record of this model is erased."""

    model: type[models.Model]
    run: Callable[[Any, Erasure], None]


@dataclass(frozen=True)
class ErasureHold:
    """Returns whether something still needs an owner record of this model."""

    model: type[models.Model]
    is_needed: Callable[[Any], bool]


erasure_steps: ExtensionList[ErasureStep] = ExtensionList(
    "erasure_steps",
    "What else is deleted or detached before an owner record is erased.",
    register_in="privacy.py",
    register_with=f"{CORE}.erasure.before_erasure",
)
erasure_holds: ExtensionList[ErasureHold] = ExtensionList(
    "erasure_holds",
    "Whether something still needs an owner record: then it is not erased.",
    register_in="privacy.py",
    register_with=f"{CORE}.erasure.blocks_erasure",
)

# Tasks

background_tasks: Registry[str, Work] = Registry(
    "background_tasks",
    """Functions that workers run, by the name under which jobs are stored.

    The name is never changed: jobs for it may wait while the function moves.
    """,
    register_in="tasks.py",
    register_with=f"{CORE}.jobs.background_task",
)
periodic_tasks: ExtensionList[PeriodicTask] = ExtensionList(
    "periodic_tasks",
    "Functions that workers run by the clock.",
    register_in="tasks.py",
    register_with=f"{CORE}.jobs.periodic_task",
)

# Evidence

record_selections: Registry[str, Callable[[HttpRequest], models.QuerySet]] = Registry(
    "record_selections",
    """Functions that return the records which a page lists, for an export of all of them.

    By the name in `selection` of the address of the export, which is else that of the page. They
    raise Http404 for who may not open it; the export takes of them what its user may export.
    """,
    register_in="apps.py",
    takes="Callable[[HttpRequest], QuerySet]",
)
facts: Registry[str, Fact] = Registry(
    "facts",
    "What evidence may count, by name: a table of what happened, that names nobody.",
    register_in="measures.py",
    register_with=f"{CORE}.measures.register_fact",
)
reported_indicators: ExtensionList[ReportedIndicators] = ExtensionList(
    "reported_indicators",
    """Published indicators of an office that are not counted here, for reports to donors.

    Each returns those in force on the last day of a month, with the figure known on that day.
    """,
    register_in="measures.py",
    takes="Callable[[Office, date], Iterable[ReportedIndicator]]",
)
belief_figures: ExtensionList[BeliefSource] = ExtensionList(
    "belief_figures",
    """What people had believed of their journey before, during and after some months.

    A source returns counts of persons by belief, suppressed and rounded as for authorities,
    whoever asks. `journey_beliefs.ask_beliefs` asks all of them.
    """,
    register_in="apps.py",
    takes="Callable[[BeliefQuestion], BeliefFigures]",
)

# Everything else


class AuditComparison(Protocol):
    """Yields a sentence for each record that is not as the audit log says."""

    def __call__(self) -> Iterator[str]: ...


class CodeListSource(Protocol):
    """Returns the codes that an app brings."""

    def __call__(self) -> Iterable[BundledCode]: ...


audit_comparisons: ExtensionList[AuditComparison] = ExtensionList(
    "audit_comparisons",
    "Whether the records of an app are as the audit log says.",
    register_in="apps.py",
    takes=AuditComparison,
)
code_list_sources: ExtensionList[CodeListSource] = ExtensionList(
    "code_list_sources",
    "Code lists that an app brings.",
    register_in="apps.py",
    takes=CodeListSource,
)


class ShippedTextSource(Protocol):
    """Returns the texts that an app brings in its data, in English, to be translated."""

    def __call__(self) -> Iterable[ShippedText]: ...


shipped_text_sources: ExtensionList[ShippedTextSource] = ExtensionList(
    "shipped_text_sources",
    """Texts of shipped data that are translated in the catalogues of codes and forms.

    Labels of code lists are among them without registering.
    """,
    register_in="apps.py",
    takes=ShippedTextSource,
)
code_lists_loaded = ExtensionSignal(
    "code_lists_loaded",
    """The code lists were brought in: an app brings in the lists that it keeps in its own tables.

    Sent in the same transaction; receivers do nothing the second time.
    """,
    total="int",
)
problem_kinds: Registry[str, ProblemKind] = Registry(
    "problem_kinds",
    """Kinds of problems of imported tables and files, by code.

    A `ProblemKind` registers itself when it is made.
    """,
    register_in="validation.py",
    register_with=f"{CORE}.spreadsheets.validation.ProblemKind",
)
search_sources: ExtensionList[SearchSource] = ExtensionList(
    "search_sources",
    """What the search for everything finds, by kind; people and cases are found by their own.

    A source returns only what the user may open, in a fixed number of queries.
    """,
    register_in="search_sources.py",
    takes="SearchSource",
)

# Organizations

organization_panels: ExtensionList[OrganizationPanel] = ExtensionList(
    "organization_panels",
    "Panels on the page of an organization: a template, and a function that returns its context.",
    register_in="apps.py",
    takes="OrganizationPanel",
)

__all__ = [
    "AuditComparison", "BulkCondition", "ClassLookup", "CodeListSource", "ErasureHold",
    "ErasureStep", "NoticeSubject", "NoticeSubjects", "ShippedTextSource", "StepPanel",
    "WaitingWork", "access_changed", "audit_comparisons", "audit_events", "background_tasks",
    "belief_figures", "bulk_conditions", "class_lookups", "code_list_sources",
    "code_lists_loaded", "erasure_holds", "erasure_steps", "facts", "field_classes",
    "full_disk_routes", "home_pages", "impersonation_routes", "navigation_groups",
    "navigation_items", "notice_kinds", "notice_subjects", "organization_panels",
    "periodic_tasks", "permission_rules", "personal_data", "practice_routes", "problem_kinds",
    "record_selections", "reported_indicators", "restricted_access_ended", "role_permissions",
    "search_sources", "shipped_text_sources", "site_actions", "site_pages", "step_decided",
    "step_panels", "unmasked_models", "waiting_work", "without_owner",
]  # fmt: skip

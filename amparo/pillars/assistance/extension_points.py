"""What the packages of casework add to a case: ways to set out on, limits, records; signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList, ExtensionSignal, Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from .form_mapping.answers import Land
    from .models.bulk_deletions import BulkDeletionKind
    from .timers import Timer
    from .undertakings import Undertaking

undertakings: Registry[str, Undertaking] = Registry(
    "undertakings",
    "What a case may set out on, by name: a return, a tracing request, a reintegration plan.",
    register_in="apps.py",
    register_with="amparo.pillars.assistance.undertakings.undertakes",
)
timers: Registry[str, Timer] = Registry(
    "timers",
    "How long each step may take, by code; an office sets its own.",
    register_in="timers.py",
    register_with="amparo.pillars.assistance.timers.register_timers",
)
disclosed_code_lists: Registry[str, str] = Registry(
    "disclosed_code_lists",
    """Which code list a field takes its codes from, for the person who reads their own file.

    By the name of the field, or of the record and the field where it differs by record.
    """,
    register_in="apps.py",
    register_with="amparo.pillars.assistance.told.words.register_code_lists",
)
form_writers: Registry[str, Land] = Registry(
    "form_writers",
    """Functions that write a record of the case from the answers to a form, by record.

    They run in the order of their registration.
    """,
    register_in="form_mapping.py",
    takes="Callable[[Case, Told, User], None]",
)
bulk_deletion_kinds: Registry[str, BulkDeletionKind] = Registry(
    "bulk_deletion_kinds",
    "Records that two people delete together once their time is over, by their audit name.",
    register_in="privacy.py",
    takes="BulkDeletionKind",
)
funded_records: ExtensionList[Callable[[str], QuerySet]] = ExtensionList(
    "funded_records",
    """Functions that return the records which rest on a budget line of a fund, by its ref.

    Each record has a `case`; who sees the case sees the record. They answer the filter by fund.
    """,
    register_in="apps.py",
    takes="Callable[[str], QuerySet]",
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

"""What apps add to fieldwork: records that forms fill, submissions, and work on devices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from amparo.foundation.core.registry import ExtensionList, Registry

if TYPE_CHECKING:
    from uuid import UUID

    from django.utils.functional import Promise

    from amparo.foundation.core.models import User
    from amparo.foundation.core.permissions.grants import PermissionRule
    from amparo.foundation.core.records import Record
    from amparo.foundation.core.refusals import Refusal
    from amparo_xforms import Outcome

    from .answers import AnswerModel
    from .entity_lists import EntityList
    from .form_mapping import FormTarget
    from .models import OutboxEntry, Submission
    from .sync.bundle import BundleProvider
    from .sync.commands import Command, MergeableRecord, OutboxCommand, RecordLookup

FIELDWORK = "amparo.foundation.fieldwork"

# Forms and submissions

fillable_records: Registry[str, FormTarget] = Registry(
    "fillable_records",
    """Records and fields that the answers of a form may fill.

    A form names them in `bind::amparo:target`.
    """,
    register_in="form_mapping.py",
    register_with=f"{FIELDWORK}.form_mapping.register_form_target",
)


class SubmissionHandler(Protocol):
    """Returns whether it took the submission in. A `Refusal` keeps it for a person to look at."""

    def __call__(self, submission: Submission, outcome: Outcome, /) -> bool: ...


class RefusedSubmissionHandler(Protocol):
    """Called in the transaction in which the submission is kept for a person to look at."""

    def __call__(self, submission: Submission, refusal: Refusal, /) -> None: ...


class HeldEntryHandler(Protocol):
    """Called in the transaction in which the entry is put to a person; `by` sent it."""

    def __call__(self, held: OutboxEntry, entry: OutboxCommand, by: User, /) -> None: ...


class LateFileHandler(Protocol):
    """Returns whether these answers are with it, and their files now too."""

    def __call__(self, submission: Submission, /) -> bool: ...


submission_handlers: ExtensionList[SubmissionHandler] = ExtensionList(
    "submission_handlers",
    "Who takes the answers of a submission into a record of its own.",
    register_in="submissions.py",
    takes=SubmissionHandler,
)
refused_submission_handlers: ExtensionList[RefusedSubmissionHandler] = ExtensionList(
    "refused_submission_handlers",
    "What must be known at once of answers that wait for a person, since they were not accepted.",
    register_in="submissions.py",
    takes=RefusedSubmissionHandler,
)
held_entry_handlers: ExtensionList[HeldEntryHandler] = ExtensionList(
    "held_entry_handlers",
    "What must be known at once of an entry from a device that waits for a person.",
    register_in="offline.py",
    takes=HeldEntryHandler,
)
late_file_handlers: ExtensionList[LateFileHandler] = ExtensionList(
    "late_file_handlers",
    "Who takes files that arrive after the answers they belong to.",
    register_in="submissions.py",
    takes=LateFileHandler,
)
anomaly_messages: Registry[str, Promise] = Registry(
    "anomaly_messages",
    "What is said about an anomaly of a submission, by code.",
    register_in="submissions.py",
    register_with=f"{FIELDWORK}.submissions.register_anomaly_messages",
)
answer_models: ExtensionList[AnswerModel] = ExtensionList(
    "answer_models",
    "Models that hold answers, for the export.",
    register_in="apps.py",
    register_with=f"{FIELDWORK}.answers.register_answer_model",
)
entity_lists: Registry[str, EntityList] = Registry(
    "entity_lists",
    "ODK entity lists that devices take along, by dataset.",
    register_in="entity_lists.py",
    register_with=f"{FIELDWORK}.entity_lists.register_entity_list",
)

# Devices

offline_commands: Registry[str, Command] = Registry(
    "offline_commands",
    "Commands that a device may send, by verb; the function runs in the name of its user.",
    register_in="offline.py",
    register_with=f"{FIELDWORK}.sync.commands.offline_command",
)
record_lookups: Registry[str, RecordLookup] = Registry(
    "record_lookups",
    "How the records that commands are about are found, by kind.",
    register_in="offline.py",
    register_with=f"{FIELDWORK}.sync.commands.register_record_lookup",
)
mergeable_records: Registry[str, MergeableRecord] = Registry(
    "mergeable_records",
    "Records that two people may change at once, merged field by field; by kind.",
    register_in="offline.py",
    register_with=f"{FIELDWORK}.sync.commands.register_mergeable_record",
)


@dataclass(frozen=True)
class RecordRules:
    """Rules on outbox entries: those about a record that the user works on, and about one that is
    here at all. Both find the record by `file_ref`.
    """

    can_work: PermissionRule
    is_known: PermissionRule


record_rules: Registry[str, RecordRules] = Registry(
    "record_rules",
    "Who may read what a device sent about a record, by kind of record.",
    register_in="permissions.py",
    takes=RecordRules,
)
bundle_providers: ExtensionList[BundleProvider] = ExtensionList(
    "bundle_providers",
    "Which records a device takes along, and what of them; exactly one app.",
    register_in="offline.py",
    takes="BundleProvider",
)


class DeviceGuidance(Protocol):
    """Returns what a device takes along of guidance for `user`, in the active language:
    `{"digest", "language", "steps", "cards", "left_out"}`, as docs/field-protocol.md says.
    """

    def __call__(self, *, user: User) -> dict[str, Any]: ...


class EntryGuidanceHandler(Protocol):
    """Called in the transaction in which an entry is applied: which editions of guidance stood
    beside the step when `record` was written on the device.
    """

    def __call__(self, record: Record, step: str, shown: Sequence[UUID], *, by: User) -> None: ...


device_guidance: ExtensionList[DeviceGuidance] = ExtensionList(
    "device_guidance",
    "The guidance that a device takes along; at most one app.",
    register_in="offline.py",
    takes=DeviceGuidance,
)


class DeviceAttendance(Protocol):
    """Returns what a device takes along of the trainings at which `user` trains or observes, in
    the active language: `{"digest", "events", "observations"}`, as docs/field-protocol.md says.
    """

    def __call__(self, *, user: User) -> dict[str, Any]: ...


device_attendance: ExtensionList[DeviceAttendance] = ExtensionList(
    "device_attendance",
    "The lists of attendance that a trainer's device takes along; at most one app.",
    register_in="offline.py",
    takes=DeviceAttendance,
)
entry_guidance_handlers: ExtensionList[EntryGuidanceHandler] = ExtensionList(
    "entry_guidance_handlers",
    "Who keeps which guidance stood beside a step when an entry was written on a device.",
    register_in="offline.py",
    takes=EntryGuidanceHandler,
)


class DeviceList(Protocol):
    """Returns code and label of each choice, in the active language."""

    def __call__(self) -> Iterable[tuple[Any, Any]]: ...


device_lists: Registry[str, DeviceList] = Registry(
    "device_lists",
    "Lists of choices that the offline app shows, beside the code lists.",
    register_in="offline.py",
    takes=DeviceList,
)

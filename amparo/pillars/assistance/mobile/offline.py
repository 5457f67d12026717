"""What telephones may do about a case: each verb is the one that stands behind its page."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import AfterValidator, Field

from amparo.foundation.core.files import validation
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.context import rls_allow_record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.fieldwork.models import FormVersion, PendingUpload, Submission
from amparo.foundation.fieldwork.models.base import RecordReference
from amparo.foundation.fieldwork.offline import FileSaid
from amparo.foundation.fieldwork.sync.command_fields import (
    ChoiceCode,
    Code,
    CommandFields,
    FieldLabel,
    ListCode,
    LongText,
    format_day,
    format_yes_no,
)
from amparo.foundation.fieldwork.sync.commands import (
    CommandContext,
    CommandResult,
    FieldConflict,
    InvalidCommand,
    MergeableRecord,
    RecordLookup,
    ValueChange,
    merge_changes,
    offline_command,
    register_mergeable_record,
    register_record_lookup,
)
from amparo.pillars.assistance.case_forms.models import CaseForm
from amparo.pillars.assistance.case_forms.submitted_files import attach_late_file
from amparo.pillars.assistance.cases.display_names import listed_name
from amparo.pillars.assistance.cases.models import Attachment, Case, Note, SafetyAlert, Task
from amparo.pillars.assistance.planning.models import FollowUp
from amparo.pillars.assistance.services.models import ServiceProvided

from . import offline_caseload, registration  # noqa: F401 - what goes along, how a case is opened
from .plan_commands import get_action

Day = Annotated[date, FieldLabel(gettext_lazy("Day"), format_day)]


class NoteWritten(CommandFields):
    kind: Annotated[Code, ChoiceCode(Note.Kind, pgettext_lazy("column", "Type"))] = "note"
    text: Annotated[LongText, FieldLabel(pgettext_lazy("help", "Notes"))]


@offline_command(
    "note.write", about="case", label=pgettext_lazy("record", "Note"), fields=NoteWritten
)
def add_note(asked: CommandContext) -> CommandResult:
    told = asked.fields
    Note.write(
        asked.record, by=asked.by, text=told.text, kind=told.kind or Note.Kind.NOTE,
        **asked.written,
    )  # fmt: skip
    return CommandResult()


def _is_given(told: Decimal) -> Decimal:
    if not Decimal(0) < told < Decimal(10) ** 8 or told != round(told, 2):
        raise ValueError("no quantity")
    return told


class GivenService(CommandFields):
    given_on: Annotated[date, FieldLabel(pgettext_lazy("column", "Date"), format_day)]
    service_type: Annotated[
        Code, ListCode("service_type", pgettext_lazy("field", "Service provided"), must=True)
    ]
    quantity: Annotated[
        Decimal, AfterValidator(_is_given), FieldLabel(gettext_lazy("Quantity"))
    ] = Decimal(1)
    unit: Annotated[Code, ListCode("unit", gettext_lazy("Unit"))] = ""
    note: Annotated[LongText, FieldLabel(pgettext_lazy("field", "Notes"))] = ""
    action: Annotated[UUID | None, FieldLabel(gettext_lazy("Related plan action"))] = None
    is_emergency: Annotated[
        bool, FieldLabel(gettext_lazy("Urgent: outside the plan"), format_yes_no)
    ] = False


@offline_command(
    "service.give", about="case", label=gettext_lazy("Service provided"), fields=GivenService
)
def record_service(asked: CommandContext) -> CommandResult:
    fields = asked.fields.model_dump()
    fields["action"] = get_action(asked.record, fields["action"]) if fields["action"] else None
    ServiceProvided.give(asked.record, by=asked.by, **fields, **asked.written)
    return CommandResult()


class HeldFollowUp(CommandFields):
    on: Annotated[date, FieldLabel(pgettext_lazy("field, incident", "Date"), format_day)]
    mode: Annotated[Code, ListCode("follow_up_mode", gettext_lazy("Mode of contact"), must=True)]
    reached: Annotated[bool, FieldLabel(gettext_lazy("Spoke with the person"), format_yes_no)]
    change: Annotated[Code, ChoiceCode(FollowUp.Change, gettext_lazy("Change in risk level"))] = ""
    progress: Annotated[LongText, FieldLabel(gettext_lazy("Progress and obstacles"))] = ""
    story: Annotated[LongText, FieldLabel(gettext_lazy("Account of the person"))] = ""
    next_on: Annotated[date | None, FieldLabel(gettext_lazy("Next contact"), format_day)] = None


@offline_command(
    "followup.hold", about="case", label=gettext_lazy("Follow-up"), fields=HeldFollowUp
)
def record_follow_up(asked: CommandContext) -> CommandResult:
    fields = asked.fields.model_dump()
    if fields["reached"] and not fields["change"]:
        raise Refusal(_("Say whether the risk changed, or that it is not known."))
    fields["change"] = fields["change"] if fields["reached"] else ""
    FollowUp.hold(asked.record, by=asked.by, **fields, **asked.written)
    return CommandResult()


class PlannedTask(CommandFields):
    what: Annotated[
        Code, ChoiceCode(Task.What, pgettext_lazy("column", "Item"), only=Task.OWN, must=True)
    ]
    due_on: Day
    text: Annotated[LongText, FieldLabel(pgettext_lazy("field", "Purpose"))] = ""
    where: Annotated[LongText, FieldLabel(pgettext_lazy("column", "Location"))] = ""


@offline_command(
    "task.plan", about="case", label=gettext_lazy("Add to calendar"), fields=PlannedTask
)
def add_task(asked: CommandContext) -> CommandResult:
    told = asked.fields
    Task.set(
        asked.record, told.what, told.due_on, by=asked.by, text=told.text, where=told.where,
        assigned_to=asked.by, **asked.named,  # type: ignore[arg-type]
    )  # fmt: skip
    return CommandResult()


class DoneTask(CommandFields):
    how: Annotated[LongText, FieldLabel(pgettext_lazy("task", "Result"))] = ""


@offline_command(
    "task.do", about="case", label=pgettext_lazy("action", "Mark as done"), fields=DoneTask
)
def complete_task(asked: CommandContext) -> CommandResult:
    """Who said first what came of it is not overwritten by who says it too."""
    task = asked.record.tasks.filter(ref=asked.entry.ref).first()
    if task is None:
        raise Refusal(_("This is no longer in the calendar."))
    how = asked.fields.how
    task.done(by=asked.by, how=how)
    merged = merge_changes({"how": ValueChange("", how)}, {"how": task.how})
    if not how or not (merged.taken or merged.disputed):
        return CommandResult()
    if merged.taken:
        task.reword(how, by=asked.by)
        return CommandResult()
    return CommandResult(
        clashes=[FieldConflict("task", task, "how", "", how, task.how, task.done_by, task.done_at)]
    )


class SoundedAlert(CommandFields):
    kind: Annotated[Code, ListCode("alert_kind", pgettext_lazy("column", "Type"))] = ""
    text: Annotated[LongText, FieldLabel(gettext_lazy("Description of the danger"))] = ""
    do_not_contact: Annotated[
        bool, FieldLabel(gettext_lazy("Do not contact for now"), format_yes_no)
    ] = False


@offline_command(
    "alert.sound",
    about="case",
    label=gettext_lazy("Safety alert"),
    fields=SoundedAlert,
    urgent=True,
)
def raise_alert(asked: CommandContext) -> CommandResult:
    SafetyAlert.sound(asked.record, by=asked.by, **asked.fields.model_dump(), **asked.written)
    return CommandResult()


class FilledForm(CommandFields):
    version: UUID
    xml: Annotated[str, Field(max_length=2_000_000), FieldLabel(pgettext_lazy("title", "Answers"))]
    files: Annotated[list[FileSaid], Field(max_length=50), FieldLabel(gettext_lazy("Photos"))] = []


@offline_command(
    "form.fill", about="case", optional=True, label=gettext_lazy("Completed form"),
    fields=FilledForm,
)  # fmt: skip
def submit_form(asked: CommandContext) -> CommandResult:
    """Into the file of the case; what is about nobody's file is received with the others."""
    told = asked.fields
    rows = FormVersion.objects.select_related("form").accessible_to(asked.by, "fill")
    version = rows.exclude(published_at=None).filter(ref=told.version).first()
    if version is None:
        raise Refusal(_("This form is not known here, or not open to you."))
    try:
        where = _answers(asked, version, told.xml.encode())
    except UnreadableFile as odd:
        raise InvalidCommand(odd.message) from None
    promised = [each.promise for each in told.files]
    PendingUpload.make(asked.entry.key, promised, by=asked.by, **where)
    return CommandResult()


def _answers(asked: CommandContext, version: FormVersion, xml: bytes) -> dict[str, Any]:
    if asked.record is None:
        office = asked.device.office
        submission, _is_new = Submission.receive(
            version, xml, office=office, by=asked.by, device=asked.device
        )
        submission.process()
        return {"submission": submission}
    CaseForm.keep(
        asked.record, version, xml, by=asked.by, from_afar=True, **asked.written
    )  # fmt: skip
    return {"file": RecordReference("case", asked.record.ref)}


# The file of a case, and what two people may change in it at once.


def _find_all(refs: Iterable[UUID], by: User) -> dict[UUID, Case]:
    theirs = Case.objects.with_subject().accessible_to(by, "work").filter(ref__in=list(refs))
    found = {case.ref: case for case in theirs}
    for case in found.values():
        rls_allow_record(case)
    return found


def _keep_paper(case: Case, by: User, name: str, content: bytes) -> None:
    """An answer to a question, or a paper of the file: looked at and drawn anew, as any other."""
    paper = validation.validate_upload(name, "", len(content), BytesIO(content), heard=True)
    if not attach_late_file(case, name, paper, by=by):
        Attachment.keep(case, by=by, paper=paper)


register_record_lookup(
    RecordLookup(
        "case",
        _find_all,
        called=listed_name,
        url=lambda case: case.get_absolute_url(),
        keep=_keep_paper,
    )
)
register_mergeable_record(
    MergeableRecord(
        "task", DoneTask,
        find=lambda ref: Task.objects.select_related("case__team__office")
        .filter(ref=ref).first(),
        read=lambda task, name: task.how,
        write=lambda task, name, value, by: task.reword(value, by=by),
    )
)  # fmt: skip

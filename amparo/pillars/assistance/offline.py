"""What telephones may do about a case: each verb is the one that stands behind its page."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, Field

from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.context import rls_allow_record
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork import papers
from amparo.foundation.fieldwork.commands import (
    Asked,
    Clash,
    Done,
    File,
    Misshapen,
    Record,
    accepts,
    knows,
    merges,
)
from amparo.foundation.fieldwork.kinds import (
    Called,
    Code,
    Fields,
    Listed,
    OneOf,
    Words,
    day_said,
    yes_or_no,
)
from amparo.foundation.fieldwork.merging import Change, merge
from amparo.foundation.fieldwork.models import FilePromised, FormVersion, Submission
from amparo.foundation.fieldwork.models.about_files import NamedFile
from amparo.foundation.fieldwork.offline import FileSaid
from amparo.foundation.fieldwork.problems import Unreadable

from . import carrying, met_in_the_field  # noqa: F401 - what goes along, how a case is opened
from .brought import is_an_answer
from .models import (
    Attachment,
    Case,
    FollowUp,
    FormFilled,
    Note,
    SafetyAlert,
    ServiceGiven,
    Task,
)
from .plan_in_the_field import find_action
from .subjects import called

Day = Annotated[date, Called(gettext_lazy("Day"), day_said)]


class NoteWritten(Fields):
    kind: Annotated[Code, OneOf(Note.Kind, gettext_lazy("Kind"))] = "note"
    words: Annotated[Words, Called(gettext_lazy("What is worth keeping"))]


@accepts("note.write", about="case", label=gettext_lazy("Note"), fields=NoteWritten)
def write_a_note(asked: Asked) -> Done:
    told = asked.told
    Note.write(
        asked.record, by=asked.by, words=told.words, kind=told.kind or Note.Kind.NOTE,
        **asked.written,
    )  # fmt: skip
    return Done()


def _is_given(told: Decimal) -> Decimal:
    if not Decimal(0) < told < Decimal(10) ** 8 or told != round(told, 2):
        raise ValueError("no quantity")
    return told


class GivenService(Fields):
    given_on: Annotated[date, Called(gettext_lazy("When"), day_said)]
    service_type: Annotated[
        Code, Listed("service_type", gettext_lazy("What was given"), must=True)
    ]
    quantity: Annotated[Decimal, AfterValidator(_is_given), Called(gettext_lazy("How many"))] = (
        Decimal(1)
    )
    unit: Annotated[Code, Listed("unit", gettext_lazy("Of what"))] = ""
    note: Annotated[Words, Called(gettext_lazy("Worth keeping"))] = ""
    action: Annotated[UUID | None, Called(gettext_lazy("Which action of the plan it serves"))] = (
        None
    )
    is_emergency: Annotated[
        bool, Called(gettext_lazy("It could not wait for a plan"), yes_or_no)
    ] = False


@accepts("service.give", about="case", label=gettext_lazy("Service given"), fields=GivenService)
def give_a_service(asked: Asked) -> Done:
    fields = asked.told.model_dump()
    fields["action"] = find_action(asked.record, fields["action"]) if fields["action"] else None
    ServiceGiven.give(asked.record, by=asked.by, **fields, **asked.written)
    return Done()


class HeldFollowUp(Fields):
    on: Annotated[date, Called(gettext_lazy("When?"), day_said)]
    mode: Annotated[Code, Listed("follow_up_mode", gettext_lazy("How?"), must=True)]
    reached: Annotated[bool, Called(gettext_lazy("Did you speak with them?"), yes_or_no)]
    change: Annotated[Code, OneOf(FollowUp.Change, gettext_lazy("And the risk?"))] = ""
    progress: Annotated[Words, Called(gettext_lazy("What moved forward, and what did not"))] = ""
    story: Annotated[Words, Called(gettext_lazy("What they told"))] = ""
    next_on: Annotated[date | None, Called(gettext_lazy("Next contact"), day_said)] = None


@accepts("followup.hold", about="case", label=gettext_lazy("Follow-up"), fields=HeldFollowUp)
def hold_a_follow_up(asked: Asked) -> Done:
    fields = asked.told.model_dump()
    if fields["reached"] and not fields["change"]:
        raise Refusal(_("Say whether the risk changed, or that it is not known."))
    fields["change"] = fields["change"] if fields["reached"] else ""
    FollowUp.hold(asked.record, by=asked.by, **fields, **asked.written)
    return Done()


class PlannedTask(Fields):
    what: Annotated[Code, OneOf(Task.What, gettext_lazy("What"), only=Task.OWN, must=True)]
    due_on: Day
    words: Annotated[Words, Called(gettext_lazy("What for"))] = ""
    where: Annotated[Words, Called(gettext_lazy("Where"))] = ""


@accepts("task.plan", about="case", label=gettext_lazy("Into the calendar"), fields=PlannedTask)
def plan_a_task(asked: Asked) -> Done:
    told = asked.told
    Task.set(
        asked.record, told.what, told.due_on, by=asked.by, words=told.words, where=told.where,
        assigned_to=asked.by, **asked.named,  # type: ignore[arg-type]
    )  # fmt: skip
    return Done()


class DoneTask(Fields):
    how: Annotated[Words, Called(gettext_lazy("What came of it"))] = ""


@accepts("task.do", about="case", label=gettext_lazy("It is done"), fields=DoneTask)
def do_a_task(asked: Asked) -> Done:
    """Who said first what came of it is not overwritten by who says it too."""
    task = asked.record.tasks.filter(ref=asked.entry.ref).first()
    if task is None:
        raise Refusal(_("This is no longer in the calendar."))
    how, outcome = asked.told.how, task.done(by=asked.by, how=asked.told.how)
    merged = merge({"how": Change("", how)}, {"how": outcome.how})
    if not how or not (merged.taken or merged.disputed):
        return Done()
    if merged.taken:
        outcome.reword(how, by=asked.by)
        return Done()
    return Done(clashes=[Clash("task", task, "how", "", how, outcome.how, outcome.by, outcome.at)])


class SoundedAlert(Fields):
    kind: Annotated[Code, Listed("alert_kind", gettext_lazy("Kind"))] = ""
    words: Annotated[Words, Called(gettext_lazy("What is happening"))] = ""
    do_not_contact: Annotated[
        bool, Called(gettext_lazy("Do not contact them for now"), yes_or_no)
    ] = False


@accepts("alert.sound", about="case", label=gettext_lazy("Safety alert"), fields=SoundedAlert)
def sound_an_alert(asked: Asked) -> Done:
    SafetyAlert.sound(asked.record, by=asked.by, **asked.told.model_dump(), **asked.written)
    return Done()


class FilledForm(Fields):
    version: UUID
    xml: Annotated[str, Field(max_length=2_000_000), Called(gettext_lazy("The answers"))]
    files: Annotated[list[FileSaid], Field(max_length=50), Called(gettext_lazy("Photos"))] = []


@accepts(
    "form.fill", about="case", optional=True, label=gettext_lazy("Form filled in"),
    fields=FilledForm,
)  # fmt: skip
def fill_a_form(asked: Asked) -> Done:
    """Into the file of the case; what is about nobody's file is received with the others."""
    told = asked.told
    rows = FormVersion.objects.select_related("form").open_to(asked.by, "fill")
    version = rows.exclude(published_at=None).filter(ref=told.version).first()
    if version is None:
        raise Refusal(_("This form is not known here, or not open to you."))
    try:
        where = _answers(asked, version, told.xml.encode())
    except Unreadable as odd:
        raise Misshapen(odd.message) from None
    promised = [each.promise for each in told.files]
    FilePromised.make(asked.entry.key, promised, by=asked.by, **where)
    return Done()


def _answers(asked: Asked, version: FormVersion, xml: bytes) -> dict[str, Any]:
    if asked.record is None:
        office = asked.device.office
        submission, _is_new = Submission.receive(
            version, xml, office=office, by=asked.by, device=asked.device
        )
        submission.land()
        return {"submission": submission}
    FormFilled.keep(
        asked.record, version, xml, by=asked.by, from_afar=True, **asked.written
    )  # fmt: skip
    return {"file": NamedFile("case", asked.record.ref)}


# The file of a case, and what two people may change in it at once.


def _find_all(refs: Iterable[UUID], by: User) -> dict[UUID, Case]:
    theirs = Case.objects.with_subject().open_to(by, "work").filter(ref__in=list(refs))
    found = {case.ref: case for case in theirs}
    for case in found.values():
        rls_allow_record(case)
    return found


def _keep_paper(case: Case, by: User, name: str, content: bytes) -> None:
    """An answer to a question, or a paper of the file: looked at and drawn anew, as any other."""
    paper = papers.look_at(name, "", len(content), BytesIO(content), heard=True)
    if not is_an_answer(case, name, paper, by=by):
        Attachment.keep(case, by=by, paper=paper)


knows(
    File(
        "case",
        _find_all,
        called=called,
        url=lambda case: case.get_absolute_url(),
        keep=_keep_paper,
    )
)
merges(
    Record(
        "task", DoneTask,
        find=lambda ref: Task.objects.select_related("case__team__office", "outcome")
        .filter(ref=ref).first(),
        read=lambda task, name: task.outcome.how if hasattr(task, "outcome") else "",
        write=lambda task, name, value, by: task.outcome.reword(value, by=by),
    )
)  # fmt: skip

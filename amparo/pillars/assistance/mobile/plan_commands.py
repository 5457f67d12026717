"""An action of the plan that ended where there is no network, and perhaps here too."""

from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.models.conflicts import last_change_of
from amparo.foundation.fieldwork.sync.command_fields import (
    ChoiceCode,
    Code,
    CommandFields,
    FieldChange,
    FieldLabel,
    LongText,
)
from amparo.foundation.fieldwork.sync.commands import (
    CommandContext,
    CommandResult,
    FieldConflict,
    MergeableRecord,
    ValueChange,
    merge_changes,
    offline_command,
    register_mergeable_record,
)
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.planning.models import Action


class EndedAction(CommandFields):
    status: FieldChange[
        Annotated[Code, ChoiceCode(Action.Status, pgettext_lazy("column", "Status"))]
    ]
    text: Annotated[LongText, FieldLabel(pgettext_lazy("task", "Result"))] = ""


class ActionConflictFields(CommandFields):
    status: Annotated[Code, ChoiceCode(Action.Status, gettext_lazy("Where the action stands"))]
    text: Annotated[LongText, FieldLabel(pgettext_lazy("task", "Result"))]


@offline_command(
    "action.end", about="case", label=gettext_lazy("Action of the plan"), fields=EndedAction
)
def end_action(asked: CommandContext) -> CommandResult:
    action = get_action(asked.record, asked.entry.ref)
    told, said = asked.fields.status, asked.fields.text
    merged = merge_changes({"status": ValueChange(told.was, told.now)}, {"status": action.status})
    if merged.taken:
        _move(action, told.now, said, asked.by)
        return CommandResult()
    clashes = [_clash(action, "status", told.was, told.now)] if merged.disputed else []
    if said and _read(action, "text") != said:
        clashes.append(_clash(action, "text", "", said))
    return CommandResult(clashes=clashes)


def _move(action: Action, status: str, text: str, by: User) -> None:
    if status == Action.Status.DONE:
        action.complete(by=by, text=text)
    elif status == Action.Status.DROPPED:
        action.drop(by=by, because=text)
    elif status == Action.Status.DOING:
        action.start(by=by)
    else:
        raise Refusal(_("An action in progress cannot be set back."))


def get_action(case: Case, ref: UUID | None) -> Action:
    action = Action.objects.filter(case=case, ref=ref).first() if ref else None
    if action is None:
        raise Refusal(_("This action is no longer in the plan."))
    action.case = case
    return action


def _clash(action: Action, name: str, was: str, told: str) -> FieldConflict:
    by, at = last_change_of(action, name)
    return FieldConflict("action", action, name, was, told, _read(action, name), by, at)


def _read(action: Action, name: str) -> Any:
    if name == "status":
        return action.status
    return action.end_text


def _write(action: Action, name: str, value: Any, by: User) -> None:
    if name == "status":
        action.correct(by=by, status=value)
    elif not action.is_over:
        raise Refusal(_("First choose whether the action has ended."))
    else:
        action.correct(by=by, status=action.status, text=value)


register_mergeable_record(
    MergeableRecord(
        "action", ActionConflictFields,
        find=lambda ref: Action.objects.select_related("case__team__office")
        .filter(ref=ref).first(),
        read=_read, write=_write,
    )
)  # fmt: skip

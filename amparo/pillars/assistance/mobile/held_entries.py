"""Flags of what a device sent about a case that changed hands: they act at once."""

from django.core.exceptions import ValidationError

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo.foundation.fieldwork.extension_points import held_entry_handlers
from amparo.foundation.fieldwork.forms_engine import evaluate
from amparo.foundation.fieldwork.models import FormVersion, OutboxEntry
from amparo.foundation.fieldwork.sync.commands import OutboxCommand
from amparo.pillars.assistance.case_forms.refused_submissions import (
    raise_in_case_elsewhere,
    raised_flag_kinds,
)


@held_entry_handlers.register
def raise_flags_at_once(held: OutboxEntry, entry: OutboxCommand, by: User) -> None:
    """The entry itself waits for a person."""
    if held.because == held.Because.NOT_THEIRS and entry.about:
        kinds = _kinds(entry)
        raise_in_case_elsewhere({"ref": entry.about}, kinds, by=by, source=held)


def _kinds(entry: OutboxCommand) -> list[str]:
    if entry.verb == "alert.sound":
        return ["danger_now"]
    if entry.verb != "form.fill":
        return []
    try:
        version = FormVersion.objects.get(ref=str(entry.fields.get("version")))
        told = evaluate(version.opened, str(entry.fields.get("xml")).encode())
    except (FormVersion.DoesNotExist, ValidationError, UnreadableFile, Refusal):
        return []  # whatever is odd about it, a person looks at it
    return raised_flag_kinds(version.opened, told)

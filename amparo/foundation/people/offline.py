"""Offline commands that change a person: field by field, each from the value it started from."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import AfterValidator, Field

from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.models.conflicts import last_change_of
from amparo.foundation.fieldwork.sync.command_fields import (
    ChoiceCode,
    Code,
    CommandFields,
    FieldChange,
    FieldLabel,
    ListCode,
    ShortText,
    format_day,
)
from amparo.foundation.fieldwork.sync.commands import (
    CommandContext,
    CommandResult,
    FieldConflict,
    MergeableRecord,
    RecordLookup,
    ValueChange,
    merge_changes,
    offline_command,
    register_mergeable_record,
    register_record_lookup,
)
from amparo.ui import formats

from .models import Person


def _of_a_language(code: str) -> str:
    if code and code not in dict(formats.languages()):
        raise ValueError("no language")
    return code


Language = Annotated[str, AfterValidator(_of_a_language)]


def _spoken(codes: list[str] | None) -> str:
    return formats.join_list(formats.language_name(code) for code in codes or [])


GivenNames = Annotated[ShortText, FieldLabel(gettext_lazy("Given names"))]
FamilyNames = Annotated[ShortText, FieldLabel(gettext_lazy("Family name"))]
SecondFamilyName = Annotated[ShortText, FieldLabel(gettext_lazy("Second family name"))]
OriginalName = Annotated[ShortText, FieldLabel(gettext_lazy("Name in original script"))]
Sex = Annotated[Code, ListCode("sex", gettext_lazy("Sex"))]
BirthDate = Annotated[date | None, FieldLabel(gettext_lazy("Date of birth"), format_day)]
BirthYear = Annotated[
    Annotated[int, Field(ge=1890, le=2200)] | None, FieldLabel(gettext_lazy("Year of birth"))
]
BirthPrecision = Annotated[
    Code, ChoiceCode(Person.Precision, gettext_lazy("How exactly it is known"))
]
Languages = Annotated[list[Language], FieldLabel(gettext_lazy("Languages"), _spoken)]
Interpreter = Annotated[
    Language, FieldLabel(gettext_lazy("Interpreter for"), formats.language_name)
]
SafeChannel = Annotated[Code, ListCode("safe_channel", gettext_lazy("Safe contact"))]
SafeContact = Annotated[ShortText, FieldLabel(pgettext_lazy("contact", "Precautions"))]
SupportNeeds = Annotated[ShortText, FieldLabel(gettext_lazy("Support needed to participate"))]


class PersonFields(CommandFields):
    """Who somebody is, as it is told at a first meeting."""

    ref: UUID
    given_names: GivenNames = ""
    family_names: FamilyNames = ""
    second_family_name: SecondFamilyName = ""
    original_name: OriginalName = ""
    sex: Sex = ""
    birth_date: BirthDate = None
    birth_year: BirthYear = None
    birth_precision: BirthPrecision = ""
    languages: Languages = []
    interpreter: Interpreter = ""
    safe_channel: SafeChannel = ""
    safe_contact: SafeContact = ""
    support_needs: SupportNeeds = ""


class PersonChanged(CommandFields):
    given_names: FieldChange[GivenNames] | None = None
    family_names: FieldChange[FamilyNames] | None = None
    second_family_name: FieldChange[SecondFamilyName] | None = None
    original_name: FieldChange[OriginalName] | None = None
    sex: FieldChange[Sex] | None = None
    birth_date: FieldChange[BirthDate] | None = None
    birth_year: FieldChange[BirthYear] | None = None
    birth_precision: FieldChange[BirthPrecision] | None = None
    languages: FieldChange[Languages] | None = None
    interpreter: FieldChange[Interpreter] | None = None
    safe_channel: FieldChange[SafeChannel] | None = None
    safe_contact: FieldChange[SafeContact] | None = None
    support_needs: FieldChange[SupportNeeds] | None = None


OFFLINE_FIELDS = tuple(PersonChanged.model_fields)


def read(person: Person, name: str) -> Any:
    """A field as telephones know it: a date is text."""
    value = getattr(person, name)
    return value.isoformat() if isinstance(value, date) else value


def _as_stored(told: Mapping[str, Any]) -> dict[str, Any]:
    """What was told, in the kinds that a person's own verbs take."""
    fields = dict(told)
    if isinstance(day := fields.get("birth_date"), str):
        fields["birth_date"] = date.fromisoformat(day)
    return fields


@offline_command(
    "person.change", about="person", label=gettext_lazy("Change of personal details"),
    fields=PersonChanged,
)  # fmt: skip
def change(asked: CommandContext) -> CommandResult:
    person: Person = asked.record
    told = asked.fields.model_dump(mode="json", exclude_none=True)
    changes = {name: ValueChange(**each) for name, each in _whole(told, asked.fields).items()}
    merged = merge_changes(changes, {name: read(person, name) for name in changes})
    if merged.taken:
        write(person, merged.taken, asked.by)
    return CommandResult(clashes=[_clash(person, name, changes[name]) for name in merged.disputed])


def _whole(told: dict[str, Any], fields: PersonChanged) -> dict[str, Any]:
    """Each change with both its sides: a value that was emptied is said, too."""
    return {name: getattr(fields, name).model_dump(mode="json") for name in told}


def write(person: Person, told: Mapping[str, Any], by: User) -> None:
    fields = _as_stored(told)
    known_by = ("given_names", "family_names", "original_name")
    if (
        not any(fields.get(name, getattr(person, name)) for name in known_by)
        and not person.aliases
    ):
        raise Refusal(_("Write a name, or a word by which you will both know them."))
    person.change(by=by, **fields)


def _clash(person: Person, name: str, change: ValueChange) -> FieldConflict:
    by, at = last_change_of(person, name)
    return FieldConflict(
        "person", person, name, change.was, change.now, read(person, name), by, at
    )


def _find_all(refs: Iterable[UUID], by: User) -> dict[UUID, Person]:
    theirs = Person.objects.accessible_to(by, "work").filter(ref__in=list(refs))
    return {person.ref: person for person in theirs}


register_record_lookup(
    RecordLookup(
        "person", _find_all, called=lambda person: person.shown_name,
        url=lambda person: reverse("people:person", args=[person.ref]),
    )
)  # fmt: skip
register_mergeable_record(
    MergeableRecord(
        "person", PersonChanged, find=lambda ref: Person.objects.filter(ref=ref).first(),
        read=read, write=lambda person, name, value, by: write(person, {name: value}, by),
    )
)  # fmt: skip

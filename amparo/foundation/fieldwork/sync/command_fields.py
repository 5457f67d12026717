"""Field types of offline commands: validated by pydantic, with labels for pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import core_schema

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats

# Of one field, on a page: a photo is not shown as letters.
MAX_SHOWN = 5_000


@dataclass
class FieldLabel:
    """What a field is called on a page, and how its value is said there."""

    label: Promise | str
    display: Callable[[Any], str] = str


def _none_to_empty(text: Any) -> Any:
    """Nothing said is an empty text."""
    return "" if text is None else text


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("no letter")
    return text


_NOTHING, _WHOLE = BeforeValidator(_none_to_empty), AfterValidator(_without_nul)
ShortText = Annotated[str, StringConstraints(max_length=200), _NOTHING, _WHOLE]
LongText = Annotated[str, StringConstraints(max_length=20_000), _NOTHING, _WHOLE]
Code = Annotated[str, StringConstraints(max_length=40), _NOTHING, _WHOLE]


@dataclass
class _ChoiceField(FieldLabel):
    """One code of several, or nothing unless it must be one."""

    must: bool = False

    def may_be(self, code: str) -> bool:
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def _check(self, code: str) -> str:
        if not self.may_be(code) if code else self.must:
            raise ValueError("not one of these")
        return code


class ListCode(_ChoiceField):
    """A code of a reference list."""

    def __init__(self, name: str, label: Promise, *, must: bool = False):
        super().__init__(label, lambda code: codes.label(name, code) if code else "", must)
        self.name = name

    def may_be(self, code: str) -> bool:
        return codes.find(self.name, code) is not None


class ChoiceCode(_ChoiceField):
    """A code of a `TextChoices` class."""

    def __init__(
        self, choices: type[models.TextChoices], label: Promise, *, only: Iterable = (),
        must: bool = False,
    ):  # fmt: skip
        told = dict(choices.choices)
        super().__init__(label, lambda value: str(told.get(value, "")), must)
        self.offered = {str(each) for each in (only or choices)}

    def may_be(self, code: str) -> bool:
        return code in self.offered


def format_day(told: Any) -> str:
    return formats.with_year(date.fromisoformat(told)) if told else ""


def format_yes_no(told: Any) -> str:
    return _("Yes") if told else _("No")


def format_list(told: Any) -> str:
    return formats.join_list(told or [])


class CommandFields(BaseModel):
    """The fields of one command. An unknown one is refused: it would be lost in silence."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FieldChange[Value](CommandFields):
    """A field as it was seen, and as it is now."""

    was: Value
    now: Value


# Display


def field_label(fields: type[CommandFields], name: str) -> FieldLabel:
    """The words for a field and its values."""
    about = fields.model_fields[name]
    for each in about.metadata:
        if isinstance(each, FieldLabel):
            return each
    return _inner_label(about.annotation) or FieldLabel(name)


def _inner_label(kind: Any) -> FieldLabel | None:
    """Of a change, or of what may be missing: the words of what it holds."""
    for part in getattr(kind, "__metadata__", ()):
        if isinstance(part, FieldLabel):
            return part
    inner = getattr(kind, "__args__", ())
    if isinstance(kind, type) and issubclass(kind, BaseModel) and "now" in kind.model_fields:
        return field_label(kind, "now")  # type: ignore[arg-type]
    return next((found for each in inner if (found := _inner_label(each))), None)


def describe_fields(
    fields: type[CommandFields] | None, body: dict[str, Any]
) -> list[tuple[str, str]]:
    """What an entry says, as a page shows it; what has another shape, as it came."""
    found = []
    for name, value in body.items():
        how = (
            field_label(fields, name)
            if fields and name in fields.model_fields
            else FieldLabel(name)
        )
        if isinstance(value, dict) and value.keys() == {"was", "now"}:
            value = value["now"]
        if words := _shown(how, value):
            found.append((str(how.label), words))
    return found


def _shown(how: FieldLabel, value: Any) -> str:
    if value in (None, "", []):
        return ""
    try:
        said = how.display(value)
    except (TypeError, ValueError, AttributeError, KeyError):
        said = str(value)
    return said[:MAX_SHOWN]

"""Base form with limits on all input; widgets and fields for choices and dates."""

from calendar import monthrange
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models.utils import get_blank_choice_label
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from . import formats

SHORT_TEXT_LENGTH, LONG_TEXT_LENGTH = 200, 10_000  # characters: a line, and what somebody tells

MISSING = gettext_lazy("This is still missing.")
_MESSAGES = {
    forms.ChoiceField: {"invalid_choice": gettext_lazy("Choose one of these.")},
    forms.MultipleChoiceField: {"invalid_choice": gettext_lazy("Choose among these.")},
    forms.DateField: {"invalid": gettext_lazy("We do not know this date. Write it again.")},
    forms.DateTimeField: {"invalid": gettext_lazy("We do not know this date. Write it again.")},
    forms.TimeField: {"invalid": gettext_lazy("Write the time like 09:30.")},
    forms.IntegerField: {"invalid": gettext_lazy("Write a whole number.")},
    forms.DecimalField: {"invalid": gettext_lazy("Write a number.")},
    forms.EmailField: {"invalid": gettext_lazy("Write an address like name@example.org.")},
}
_EMPTY_LABEL = get_blank_choice_label()  # Django's, where a form says nothing else
_TOO_LONG = gettext_lazy(
    "This is longer than we can keep: %(limit_value)d letters at most, here are %(show_value)d."
)


class Form(forms.Form):
    """The base of all our forms: our words for what is missing, a limit on everything written."""

    use_required_attribute = (
        False  # the page says what is missing in its own words, in every language
    )
    label_suffix = ""

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _set_messages(field)
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == _EMPTY_LABEL:
                field.empty_label = (
                    pgettext("select, first line", "Choose") if field.required else "—"
                )
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                _limit(field)
            elif isinstance(field, forms.DateField) and _is_plain_date(field.widget):
                field.widget = LocalDateInput()


def _set_messages(field: forms.Field) -> None:
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = MISSING
    for kind, messages in _MESSAGES.items():
        if isinstance(field, kind):
            field.error_messages |= messages


def _limit(field: forms.CharField) -> None:
    is_story = isinstance(field.widget, forms.Textarea)
    if field.max_length is None:
        field.max_length = LONG_TEXT_LENGTH if is_story else SHORT_TEXT_LENGTH
        field.validators.append(MaxLengthValidator(field.max_length))
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = _TOO_LONG
        if isinstance(validator, ProhibitNullCharactersValidator):
            validator.message = gettext_lazy("Remove the characters that cannot be read.")
    field.widget.attrs.setdefault("maxlength", field.max_length)
    field.widget.attrs.setdefault("autocomplete", "off")
    if is_story:
        field.widget.attrs["rows"] = _rows(field.widget.attrs.get("rows"))


def _rows(asked: object) -> object:
    return 4 if asked in (None, "10") else asked  # ten is Django's own guess


def _is_plain_date(widget: forms.Widget) -> bool:
    return type(widget) is forms.DateInput


class LocalDateInput(forms.DateInput):
    """The browser's own calendar, in the reader's language."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class LocalTimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict | None = None):
        super().__init__(attrs, format="%H:%M")


class CheckboxList(forms.CheckboxSelectMultiple):
    """Many answers, one under the other, each a whole line to touch."""

    is_list = True


class SearchedChoices(forms.SelectMultiple):
    """Several answers out of many: as many selects as `boxes`, in each of which scripts search."""

    template_name = "ui/widgets/searched_choices.html"
    is_searched = True

    def __init__(self, *args: Any, boxes: int = 3, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.boxes = boxes

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = [str(each) for each in value or () if each]
        empty = [""] * (self.boxes - len(chosen))
        return context | {
            "widget": context["widget"] | {"boxes": [*chosen, *empty], "options": self.choices}
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        found = super().value_from_datadict(data, files, name) or []
        return [each for each in dict.fromkeys(found) if each]


class RadioList(forms.RadioSelect):
    """One answer among long ones, one under the other."""

    is_list = True


class PartialDate(NamedTuple):
    """A day as exactly as it is known: `exact`, `month`, `year` or `estimated`."""

    day: date
    precision: str


class PartialDateWidget(forms.MultiWidget):
    """Day, month by name, year: no day is taken for a month, and any but the year may be empty."""

    template_name = "ui/widgets/partial_date.html"
    use_fieldset = True

    def __init__(self, may_estimate: bool = False, attrs: dict | None = None):
        figures = {"inputmode": "numeric", "autocomplete": "off", "class": "form-control"}
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({**figures, "maxlength": 2}),
            "month": forms.Select({"class": "form-select"}),
            "year": forms.TextInput({**figures, "maxlength": 4}),
        }
        if may_estimate:
            boxes["about"] = forms.CheckboxInput()
        super().__init__(boxes, attrs)

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        self.widgets[1].choices = [("", "")] + [  # type: ignore[attr-defined]
            (str(number), formats.month_name(number)) for number in range(1, 13)
        ]
        if isinstance(value, tuple):
            value = self.decompress(PartialDate(*value))
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"), _("It is an estimate"))
        for box, label in zip(context["widget"]["subwidgets"], labels, strict=False):
            box["box_label"] = label
        return context

    def decompress(self, value: PartialDate | None) -> list:
        if not value:
            return ["", "", "", False][: len(self.widgets)]
        day, precision = value
        is_year = precision in ("year", "estimated")
        parts = [
            str(day.day) if precision == "exact" else "",
            "" if is_year else str(day.month),
            str(day.year),
            precision == "estimated",
        ]
        return parts[: len(self.widgets)]


class PartialDateField(forms.MultiValueField):
    """A date of which one may know only the month, or only the year."""

    def __init__(self, *, may_estimate: bool = False, is_past: bool = True, **kwargs: Any):
        self.is_past = is_past
        boxes = [forms.CharField(required=False) for _box in range(3)]
        if may_estimate:
            boxes.append(forms.BooleanField(required=False))  # type: ignore[arg-type]
        kwargs.setdefault("widget", PartialDateWidget(may_estimate))
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def compress(self, values: list) -> PartialDate | None:
        day, month, year, about = [*values, "", "", "", False][:4] if values else ("",) * 4
        if not (day or month or year):
            return None
        found = PartialDate(_known_day(day, month, year), _precision(day, month, about))
        if self.is_past and found.day > localdate():
            raise ValidationError(_("This day is still to come."))
        return found


def _known_day(day: str, month: str, year: str) -> date:
    """The first day that fits what is known."""
    if not year:
        raise ValidationError(_("Write the year. An estimate is enough."))
    if day and not month:
        raise ValidationError(_("Choose the month, or leave the day empty."))
    if not year.isdecimal() or not 1900 <= int(year) <= 2200:
        raise ValidationError(_("Write the year with four figures, like 1992."))
    if month and not (month.isdecimal() and 1 <= int(month) <= 12):
        raise ValidationError(_("Choose the month, or leave the day empty."))
    last = monthrange(int(year), int(month or 1))[1]
    if day and not (day.isdecimal() and 1 <= int(day) <= last):
        raise ValidationError(
            _("%(month)s has %(count)s days.")
            % {"month": formats.month_name(int(month)).capitalize(), "count": last}
        )
    return date(int(year), int(month or 1), int(day or 1))


def _precision(day: str, month: str, about: Any) -> str:
    if about and not day:
        return "estimated"
    return "exact" if day else "month" if month else "year"

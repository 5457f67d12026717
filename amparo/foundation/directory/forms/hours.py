"""The hours of a service at a place, as one writes them: a line after the other."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amparo.ui.cldr import week_days
from amparo.ui.forms import DateBox, Form

from ..opening_hours import DAYS, Hours

# A week, feasts and repairs: more lines than any timetable that somebody reads.
LINES = 8
MIDNIGHT = Hours(frozenset()).opens


class TimetableForm(Form):
    """The hours of a service at a place, a line after the other; empty ones say nothing."""

    def __init__(self, *args: Any, kept: list[Hours] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = [name for _number, name in week_days()]
        self.count = min(LINES, max(len(kept or ()), 1) + 2) if not self.is_bound else LINES
        for number in range(1, self.count + 1):
            for name, field in _line_of_hours(names).items():
                self.fields[f"{name}_{number}"] = field
        for number, line in enumerate(kept or (), 1):
            told = {f"{name}_{number}": value for name, value in _told(line).items()}
            self.initial.update(told)

    @property
    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each line, called by its number, with its fields: for the page."""
        names = list(_line_of_hours([""] * 7))
        return [
            (f"{gettext('Hours')} {number}", [self[f"{name}_{number}"] for name in names])
            for number in range(1, self.count + 1)
        ]

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        kept = []
        for number in range(1, self.count + 1):
            said = {name: found.get(f"{name}_{number}") for name in _line_of_hours([""] * 7)}
            if said["days"]:
                kept.append(_as_hours(said))
            elif any(said.values()):
                self.add_error(f"days_{number}", _("Choose the days."))
        return {"lines": kept}


def _line_of_hours(names: list[str]) -> dict[str, forms.Field]:
    return {
        "days": forms.MultipleChoiceField(
            label=_("Days"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=list(zip(DAYS, names, strict=True)),
        ),
        "opens": forms.TimeField(label=_("Opens"), required=False, widget=Clock()),
        "closes": forms.TimeField(
            label=_("Closes"), required=False, widget=Clock(),
            help_text=_("The same hour twice: the whole day."),
        ),
        "for_women": forms.BooleanField(label=_("For women alone"), required=False),
        "is_shut": forms.BooleanField(label=_("Closed on these days"), required=False),
        "since": forms.DateField(label=_("Since"), required=False, widget=DateBox()),
        "until": forms.DateField(label=_("Until"), required=False, widget=DateBox()),
    }  # fmt: skip


class Clock(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"


def _as_hours(said: dict) -> Hours:
    return Hours(
        frozenset(said["days"]), said["opens"] or MIDNIGHT, said["closes"] or MIDNIGHT,
        said["since"], said["until"], bool(said["for_women"]), bool(said["is_shut"]),
    )  # fmt: skip


def _told(line: Hours) -> dict:
    return {
        "days": [day for day in DAYS if day in line.days], "opens": line.opens,
        "closes": line.closes, "since": line.since, "until": line.until,
        "for_women": line.for_women, "is_shut": line.is_shut,
    }  # fmt: skip

"""Forms of attendance: who is here, a signed list, a correction, how many are in the room."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.files.forms import SCANNED_TYPES, UploadField
from amparo.ui.forms import CheckboxList, Form

from ..models.attendance import MOST_PEOPLE

PRESENT, ABSENT = "present", "absent"
_BADGE = re.compile(r"[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}\Z")


class MinutesField(forms.IntegerField):
    """How many minutes somebody was there; empty for the whole session."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            label=pgettext_lazy("attendance", "Minutes"), min_value=1, required=False,
            help_text=gettext_lazy("Only if they came late or left early."), **kwargs,
        )  # fmt: skip


class MarkForm(Form):
    """Who of these is here, or is not."""

    people = forms.MultipleChoiceField(
        label=pgettext_lazy("attendance", "People"), widget=CheckboxList,
        error_messages={"required": gettext_lazy("Tick at least one person.")},
    )  # fmt: skip
    minutes = MinutesField()

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class BadgeForm(Form):
    """One badge: its number in the list, or the code that stands on it."""

    badge = forms.CharField(
        label=gettext_lazy("Number or code of the badge"), max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters"}),
    )  # fmt: skip


def read_badge(text: str) -> int | str:
    """Returns the number of a badge or its code, whatever was typed or scanned: the code may be
    the end of an address. "" where it is neither.
    """
    text = text.strip()
    digits = receipt_codes.digits_of(text)
    if digits and len(digits) <= 6 and all(each.isdigit() for each in text):
        return int(digits)
    code = receipt_codes.read(text)
    if not code and (end := _BADGE.search(text)):
        code = receipt_codes.read(end.group())
    return receipt_codes.grouped(code) if code else ""


class SessionCountForm(Form):
    counted = forms.IntegerField(
        label=pgettext_lazy("training session", "Head count"), min_value=0, max_value=MOST_PEOPLE,
        help_text=gettext_lazy("Count the people in the room, and write how many they are."),
    )  # fmt: skip


class SignedListForm(Form):
    file = UploadField(missing=gettext_lazy("Choose a photo of the list."), types=SCANNED_TYPES)
    numbers = forms.CharField(
        label=pgettext_lazy("signed list", "Who signed"), max_length=300,
        help_text=gettext_lazy("Their numbers in the list, for example: 1-12, 14, 16."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = pgettext_lazy("signed list", "Photo of the list")


class CorrectionForm(Form):
    state = forms.ChoiceField(
        label=pgettext_lazy("training", "Attendance"), widget=forms.RadioSelect,
        choices=[
            (PRESENT, pgettext_lazy("attendance", "Present")),
            (ABSENT, pgettext_lazy("attendance", "Absent")),
        ],
    )  # fmt: skip
    minutes = MinutesField()
    because = forms.CharField(
        label=pgettext_lazy("attendance", "Reason"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stays with the attendance, with your name and the time."),
    )  # fmt: skip

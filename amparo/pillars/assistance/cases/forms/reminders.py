"""Whether somebody is reminded by text, asked where the next day is set."""

from django import forms
from django.utils.translation import gettext_lazy

from amparo.ui.forms import Form, RadioList

from ..reminders import ReminderOptions


def remind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Send SMS reminder"), widget=RadioList, required=False
    )


def offer(form: Form, reminding: ReminderOptions, *only: str) -> None:
    """What may be sent to them: looked up only where it is shown, or was chosen."""
    form.fields["remind"].choices = lambda: [  # type: ignore[attr-defined]
        each for each in reminding.choices if not only or each[0] in ("", *only)
    ]

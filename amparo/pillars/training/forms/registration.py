"""Forms of the organizer: why somebody is withdrawn or moved, seats, the consent of a guardian."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form

from ..models import Enrolment


class BecauseForm(Form):
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept sealed with the enrolment. The participant may ask for it."),
    )  # fmt: skip


class SeatsForm(Form):
    seats = forms.IntegerField(
        label=pgettext_lazy("training event", "Seats"), min_value=1, max_value=100_000
    )


class GuardianConsentForm(Form):
    guardian = forms.CharField(
        label=gettext_lazy("Who agreed"), max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    how = forms.ChoiceField(
        label=gettext_lazy("How the guardian agreed"),
        choices=[each for each in Enrolment.GuardianConsent.choices if each[0]],
    )

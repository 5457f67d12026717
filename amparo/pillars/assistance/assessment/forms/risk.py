"""Deciding a risk band: the one proposed, or another with its reason."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.protection.models.risk_assessments import (
    LOW_NEEDS_SCREENING,
    low_with_little,
)
from amparo.foundation.protection.risk import Band, Missing
from amparo.ui.formats import band_word
from amparo.ui.forms import Form


def bands() -> list[tuple[str, str]]:
    offered = sorted(set(Band) - {Band.NONE}, reverse=True)
    return [(band.code, band_word(band.code)) for band in offered]


def _without_low(field: forms.ChoiceField, missing: tuple[Missing, ...]) -> None:
    """While too little is known, Low is not offered; who sends it reads what to do."""
    if missing:
        field.choices = [each for each in bands() if each[0] != Band.LOW.code]
        field.error_messages["invalid_choice"] = LOW_NEEDS_SCREENING


class DecisionForm(Form):
    """A person decides. What departs from the proposal says why."""

    decided = forms.ChoiceField(
        label=gettext_lazy("Risk level"), choices=bands, widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"),
        help_text=gettext_lazy("Required if you change the suggested level."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    next_review_on = forms.DateField(
        label=pgettext_lazy("risk", "Review date"),
        help_text=gettext_lazy("If empty, it follows from the risk level."),
        required=False,
    )

    def __init__(
        self, *args: Any, proposed: str, missing: tuple[Missing, ...], little_observed: bool,
        today: date, **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.proposed, self.today, self.little_observed = proposed, today, little_observed
        _without_low(self.fields["decided"], missing)
        if proposed == Band.NONE.code:
            because = self.fields["because"]
            because.required, because.help_text = True, ""
            because.error_messages["required"] = _(
                "No level is suggested yet. State why you decide this level."
            )

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        differs = data.get("decided") and data["decided"] != self.proposed
        if differs and not data.get("because") and "because" not in self.errors:
            self.add_error(
                "because", _("The risk level is not the suggested one. State the reason.")
            )
        is_low = data.get("decided") == Band.LOW.code and self.little_observed
        if is_low and not data.get("because") and "because" not in self.errors:
            self.add_error("because", low_with_little())
        if data.get("next_review_on") and data["next_review_on"] < self.today:
            self.add_error("next_review_on", _("This day has passed."))
        return data


class ReviewForm(Form):
    """The second person confirms the band, or sets another and says why."""

    band = forms.ChoiceField(
        label=gettext_lazy("Risk level"), choices=bands, widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"),
        help_text=gettext_lazy("Required if you set another level."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, missing: tuple[Missing, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        _without_low(self.fields["band"], missing)

"""Forms of the practice that a course asks for: of several people at once, and corrections."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import CheckboxList, Form

from ..models import PracticeOutcome

TICKED, ALL_OTHERS = "ticked", "others"


class PracticeForm(Form):
    """Of whom, and on which day; what was seen is said by the button."""

    on = forms.DateField(label=pgettext_lazy("practice", "Observed on"))
    scope = forms.ChoiceField(
        label=pgettext_lazy("practice", "Of whom"), widget=forms.RadioSelect, initial=TICKED,
        choices=[
            (TICKED, pgettext_lazy("practice", "Those ticked")),
            (
                ALL_OTHERS,
                pgettext_lazy("practice", "Everybody not recorded yet, except those ticked"),
            ),
        ],
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label=pgettext_lazy("attendance", "People"), widget=CheckboxList, required=False
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        self.fields["on"].initial = localdate()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("scope") == TICKED and not told.get("people"):
            self.add_error("people", gettext_lazy("Tick at least one person."))
        return told


class PracticeCorrectionForm(Form):
    outcome = forms.ChoiceField(
        label=pgettext_lazy("practice", "Outcome"), widget=forms.RadioSelect,
        choices=PracticeOutcome.choices,
    )  # fmt: skip
    on = forms.DateField(label=pgettext_lazy("practice", "Observed on"))
    because = forms.CharField(
        label=pgettext_lazy("practice", "Reason"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stays with the record, with your name and the time."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = localdate()

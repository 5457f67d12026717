"""What was found out of each side, and what the relative was told."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.people.forms.fields import code_field
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..models import MatchVerification


class VerificationForm(Form):
    """One talk with one side: what fits, what they want, whether it is safe."""

    on = forms.DateField(label=gettext_lazy("Day"), initial=localdate)
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("Verification method"),
        choices=codes.lazy_choices("verification_way"),
        widget=CheckboxList,
        required=False,
    )
    checked = forms.MultipleChoiceField(
        label=gettext_lazy("Information verified"),
        choices=codes.lazy_choices("tracing_claim"),
        widget=CheckboxList,
        required=False,
    )
    outcome = forms.ChoiceField(
        label=pgettext_lazy("reunification", "Findings"),
        choices=MatchVerification.Outcome,
        widget=RadioList,
    )
    willing = forms.ChoiceField(
        label=gettext_lazy("Wish for contact or reunification"),
        help_text=gettext_lazy("Ask them alone, and say that no answer closes a door."),
        choices=MatchVerification.Willing,
        widget=RadioList,
    )
    safe = forms.ChoiceField(
        label=gettext_lazy("Safety of reunification"),
        choices=MatchVerification.Safe,
        widget=RadioList,
    )
    may_inform_family = forms.ChoiceField(
        label=gettext_lazy("Consent to inform the family"),
        help_text=gettext_lazy("What they say is obeyed. They may decide anew at any time."),
        choices=MatchVerification.FamilyContact,
        widget=RadioList,
    )
    text = forms.CharField(
        label=gettext_lazy("Account and basis of the finding"),
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, side: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if side == MatchVerification.OfSide.RELATIVE:
            del self.fields["may_inform_family"]


class InquirerNotificationForm(Form):
    on = forms.DateField(label=gettext_lazy("Day"), initial=localdate)
    method = code_field("follow_up_mode", pgettext_lazy("column", "Mode"), required=True)
    text = forms.CharField(
        label=gettext_lazy("Information given"),
        help_text=gettext_lazy("No more than the person allows."),
        widget=forms.Textarea,
    )


class PrepareForm(Form):
    """In which case it is prepared, where more than one could be meant."""

    case = forms.ChoiceField(label=gettext_lazy("Case of the person"), widget=RadioList)

    def __init__(self, *args: Any, cases: list, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.cases = {str(case.ref): case for case in cases}
        self.fields["case"].choices = [  # type: ignore[attr-defined]
            (ref, case.number) for ref, case in self.cases.items()
        ]
        if len(cases) == 1:
            self.initial["case"] = next(iter(self.cases))

    @property
    def chosen(self):
        return self.cases[self.cleaned_data["case"]]

"""What colleagues write on a request for help: an answer, where it goes, why it is closed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office
from amparo.ui.forms import Form, RadioList

from .models.status import CloseReason


class AnswerForm(Form):
    text = forms.CharField(
        label=pgettext_lazy("complaint, data request", "Answer"),
        help_text=gettext_lazy(
            "They read it with their code, perhaps beside somebody else. Nothing is sent to a "
            "telephone."
        ),
        widget=forms.Textarea,
    )


class ReassignForm(Form):
    office = forms.ChoiceField(label=pgettext_lazy("field", "Office"), widget=RadioList)
    because = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"),
        help_text=gettext_lazy("The other office reads it, whoever asked does not."),
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offices = {str(office.ref): office for office in offices}
        self.fields["office"].choices = [(ref, o.name) for ref, o in self.offices.items()]

    @property
    def there(self) -> Office:
        return self.offices[self.cleaned_data["office"]]


class CloseForm(Form):
    reason = forms.ChoiceField(
        label=pgettext_lazy("request for help", "Result"),
        choices=CloseReason.choices,
        widget=RadioList,
    )
    because = forms.CharField(
        label=pgettext_lazy("help", "Details"),
        help_text=gettext_lazy("Needed for another reason. Whoever asked does not read it."),
        widget=forms.Textarea,
        required=False,
    )


class CaseForm(Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the case"),
        help_text=gettext_lazy("One of yours, as it stands on its page."),
        max_length=20,
    )

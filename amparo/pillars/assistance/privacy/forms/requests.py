"""Hearing what a person asks about their data, deciding what is told, and answering."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.pillars.assistance.cases.forms.base import open_choice
from amparo.ui.forms import Form, RadioList

from ..disclosure import DisclosedRecord, DisclosureSection, records_to_review
from ..models import DataSubjectRequest, WithheldRecord

TELL = "tell"


class DataSubjectRequestForm(Form):
    what = forms.ChoiceField(
        label=gettext_lazy("Request of the person"),
        choices=DataSubjectRequest.What,
        widget=RadioList,
    )
    field = forms.ChoiceField(
        label=gettext_lazy("Data to correct"),
        choices=open_choice(
            lambda: DataSubjectRequest.Field.choices, pgettext_lazy("duplicates, reasons", "None")
        ),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("In the person’s words"),
        help_text=gettext_lazy("What is wrong and how it should read, or what should stop."),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    heard_on = forms.DateField(label=gettext_lazy("Date of request"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of answer"), choices=settings.LANGUAGES
    )

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if said.get("what") == DataSubjectRequest.What.CORRECTION and not said.get("field"):
            self.add_error("field", _("Say what the person asks to correct."))
        if said.get("what") not in (None, DataSubjectRequest.What.ACCESS) and not said.get("text"):
            self.add_error("text", _("Write what the person asks for, in their words."))
        return said

    def clean_heard_on(self):
        heard = self.cleaned_data["heard_on"]
        if heard > localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return heard


class DataSubjectResponseForm(Form):
    outcome = forms.ChoiceField(
        label=pgettext_lazy("data request", "Answer"),
        choices=DataSubjectRequest.Outcome,
        widget=RadioList,
    )
    because = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"),
        help_text=gettext_lazy("It is told to the person, and stays on the file."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        whole = DataSubjectRequest.Outcome.DONE
        if said.get("outcome") not in (None, whole) and not said.get("because", "").strip():
            self.add_error("because", _("Write why, so that it can be told to the person."))
        return said


class DisclosureForm(Form):
    """For each record whose words may name somebody else: told, or withheld and why."""

    def __init__(self, *args: Any, sections: list[DisclosureSection], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.looked_at = records_to_review(sections)
        for section, item in self.looked_at:
            self.fields[_name(item)] = forms.ChoiceField(
                label=section.title,
                help_text=Truncator(item.excerpt).words(60, truncate=" …"),
                choices=[(TELL, _("Tell it")), *WithheldRecord.Why.choices],
                initial=item.why or ("" if item.must_decide else TELL),
                widget=RadioList,
                error_messages={"required": _("Decide whether this is told.")},
            )

    def lines(self) -> list[forms.BoundField]:
        return [self[_name(item)] for _section, item in self.looked_at]

    @property
    def withheld(self) -> dict[UUID, str]:
        answers = {item.ref: self.cleaned_data[_name(item)] for _c, item in self.looked_at}
        return {ref: why for ref, why in answers.items() if ref and why != TELL}


def _name(item: DisclosedRecord) -> str:
    return f"{item.record._meta.model_name}_{item.record.pk}"

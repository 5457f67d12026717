"""What is settled before a family comes together, the day, and the handover."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.pillars.assistance.cases.models import Attachment, Case
from amparo.ui.forms import Form

from ..models import ReunificationHandover


class CheckForm(Form):
    met = forms.ChoiceField(
        label=pgettext_lazy("reunification", "Findings"),
        choices=[
            ("yes", pgettext_lazy("reunification check", "Confirmed")),
            ("no", gettext_lazy("Not settled")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=pgettext_lazy("finding", "Basis"),
        help_text=gettext_lazy("What you saw, heard or read."),
        widget=forms.Textarea,
    )


class PlanForm(Form):
    on = forms.DateField(label=gettext_lazy("Day"))
    place = forms.CharField(label=gettext_lazy("Place of reunification"))
    received_by = forms.CharField(
        label=gettext_lazy("Receiving family or caregiver"),
        help_text=gettext_lazy("Name, and what they are to the person."),
    )
    arrangements = forms.CharField(
        label=gettext_lazy("Arrangements"),
        help_text=gettext_lazy("The way there, who goes along, money, school, medicines."),
        widget=forms.Textarea,
        required=False,
    )


class HandoverForm(Form):
    on = forms.DateField(label=gettext_lazy("Day"), initial=localdate)
    place = forms.CharField(label=pgettext_lazy("event", "Place"))
    handed_by = forms.CharField(label=gettext_lazy("Handed over by"))
    received_by = forms.CharField(label=gettext_lazy("Received by"))
    documents = forms.CharField(
        label=gettext_lazy("Documents handed over"),
        help_text=gettext_lazy("Identity papers, school and health records, medicines."),
        required=False,
    )
    signed = forms.ChoiceField(
        label=pgettext_lazy("handover", "Proof of signature"),
        choices=ReunificationHandover.Signed,
        widget=forms.RadioSelect,
    )
    paper = forms.ChoiceField(
        label=gettext_lazy("Signed document"),
        help_text=gettext_lazy("One of the papers of the case."),
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Remarks on the handover"), widget=forms.Textarea, required=False
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.papers = {
            str(paper.ref): paper
            for paper in Attachment.objects.filter(case=case, removed_at=None).order_by("-pk")[:50]
        }
        if self.papers:
            self.fields["paper"].choices = [("", ""), *self._named()]  # type: ignore[attr-defined]
        else:
            del self.fields["paper"]

    def _named(self) -> list[tuple[str, str]]:
        return [(ref, paper.name) for ref, paper in self.papers.items()]

    @property
    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {**given, "paper": self.papers.get(given.get("paper", ""))}

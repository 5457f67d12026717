"""What was found at a check, and what a second person is asked and answers."""

from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.pillars.assistance.cases.forms.base import YesNoField
from amparo.pillars.assistance.cases.models import Attachment
from amparo.pillars.assistance.pathways import evidence
from amparo.pillars.assistance.pathways.models import Check
from amparo.ui import formats as speech
from amparo.ui.forms import Form

from .base import text_field

MOST = 60


class CheckForm(Form):
    met = YesNoField(label=gettext_lazy("Requirement met?"))
    text = text_field(
        gettext_lazy("On what this rests"),
        gettext_lazy("What you saw, heard or read, from whom, and when."), required=True,
    )  # fmt: skip
    paper = forms.ChoiceField(
        label=gettext_lazy("The document of this case that shows it"), required=False
    )
    issuer = forms.CharField(
        label=gettext_lazy("Issuer of the document"), max_length=200, required=False
    )
    issued_on = forms.DateField(label=gettext_lazy("Date of the document"), required=False)
    record = forms.ChoiceField(
        label=gettext_lazy("Or the record that shows it"),
        help_text=gettext_lazy("Only records that somebody other than the counsellor made."),
        required=False,
    )
    until = forms.DateField(
        label=pgettext_lazy("check", "Valid until"),
        help_text=gettext_lazy("Leave it empty where it does not run out."), required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, check: Check, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["met"].label = str(check.of_kind.asks)
        papers = evidence.documents(check).order_by("-pk")[:MOST]
        self.papers = {each.ref.hex: each for each in papers}
        self._offer("paper", [(ref, each.name) for ref, each in self.papers.items()])
        if self.papers:
            self.fields["paper"].help_text = str(check.of_kind.document or "")
        else:
            del self.fields["issuer"], self.fields["issued_on"]
        found = list(evidence.records_seen(check, user))
        self.records = {each.ref.hex: (source.name, each) for source, each in found}
        self._offer("record", [(each.ref.hex, _called(source, each)) for source, each in found])

    def _offer(self, field: str, choices: list[tuple[str, str]]) -> None:
        self.fields[field].choices = [("", "—"), *choices]
        if not choices:
            del self.fields[field]

    def clean_paper(self) -> Attachment | None:
        return self.papers.get(self.cleaned_data["paper"])

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if said.get("paper"):
            for name in ("issuer", "issued_on"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, _("A document counts only with its issuer and its date."))
        return said

    def clean_record(self) -> tuple[str, Any] | None:
        return self.records.get(self.cleaned_data["record"])


def _called(source: evidence.Source, record: Any) -> str:
    day = speech.with_year(localtime(record.at).date())
    return f"{source.label}, {day}, {record.by.name}"


class OverrideForm(Form):
    because = text_field(
        gettext_lazy("Why they should go all the same"),
        gettext_lazy("And what protects them. A second person reads this and decides."),
        required=True,
    )  # fmt: skip


class OverrideAnswerForm(Form):
    agreed = YesNoField(label=gettext_lazy("Second approval: do you approve?"))
    because = text_field(gettext_lazy("Why do you decide so?"), required=True)

"""What was found at a gate, and what a second person is asked and answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from amparo.ui.forms import Form

from ...forms.asking import YesNo
from ...gates.models import Gate
from ...models import Attachment
from .parts import words


class GateForm(Form):
    met = YesNo(label=gettext_lazy("Is it so?"))
    words = words(
        gettext_lazy("On what this rests"),
        gettext_lazy("What you saw, heard or read, from whom, and when."), required=True,
    )  # fmt: skip
    paper = forms.ChoiceField(label=gettext_lazy("The paper that shows it"), required=False)
    until = forms.DateField(
        label=gettext_lazy("It holds until"),
        help_text=gettext_lazy("Leave it empty where it does not run out."), required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, gate: Gate, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["met"].label = str(gate.of_kind.asks)
        papers = Attachment.objects.filter(case=gate.case, removed=None)[:60]
        self.papers = {each.ref.hex: each for each in papers}
        names = [(ref, each.name) for ref, each in self.papers.items()]
        self.fields["paper"].choices = [("", "—"), *names]
        if not names:
            del self.fields["paper"]

    def clean_paper(self) -> Attachment | None:
        return self.papers.get(self.cleaned_data["paper"])


class OverrideForm(Form):
    because = words(
        gettext_lazy("Why they should go all the same"),
        gettext_lazy("And what protects them. A second person reads this and decides."),
        required=True,
    )  # fmt: skip


class OverrideAnswerForm(Form):
    agreed = YesNo(label=gettext_lazy("Do you take this upon yourself too?"))
    because = words(gettext_lazy("Why do you decide so?"), required=True)

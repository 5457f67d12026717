"""Forms of self-assessment: a round, its answers, what will be done."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Organization
from amparo.foundation.standards.models import AssessmentItem
from amparo.ui.forms import Form

from ..self_assessment import AssessedItem


class OpenForm(Form):
    organization = forms.ModelChoiceField(
        Organization.objects.order_by("name"), label=gettext_lazy("Institution")
    )
    due_on = forms.DateField(label=gettext_lazy("Due"))


class AnswersForm(forms.Form):
    """An answer and its evidence for each item of a round."""

    def __init__(self, data, *, items: list[AssessedItem]):
        super().__init__(data)
        self.items = items
        for each in items:
            key = each.item.pk
            self.fields[f"answer_{key}"] = forms.ChoiceField(
                label=each.text, choices=AssessmentItem.Answer.choices, required=False,
                widget=forms.RadioSelect, initial=each.item.answer,
            )  # fmt: skip
            self.fields[f"evidence_{key}"] = forms.CharField(
                label=gettext_lazy("What shows it"), required=False, max_length=1000,
                initial=each.item.evidence, widget=forms.Textarea({"rows": 1}),
            )  # fmt: skip

    @property
    def rows(self):
        """Returns each item with its two fields."""
        return [
            (each, self[f"answer_{each.item.pk}"], self[f"evidence_{each.item.pk}"])
            for each in self.items
        ]

    @property
    def answers(self) -> dict[int, tuple[str, str]]:
        said = self.cleaned_data
        return {
            each.item.pk: (said[f"answer_{each.item.pk}"], said[f"evidence_{each.item.pk}"])
            for each in self.items
        }


class ImprovementForm(Form):
    action = forms.CharField(label=pgettext_lazy("improvement", "Action"), max_length=300)
    responsible = forms.CharField(
        label=pgettext_lazy("improvement", "Who does it"), max_length=200,
        help_text=gettext_lazy("The unit or the function, not a name."),
    )  # fmt: skip
    due_on = forms.DateField(label=gettext_lazy("Due"))

"""Forms of a merge, of its confirmation and undoing, and of the review of a pair."""

from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui import formats
from amparo.ui.forms import Form

from ..models import DuplicateDecision, Person


class MergeForm(Form):
    """The file in which both are read from now on, and why."""

    keep = forms.ChoiceField(
        label=gettext_lazy("Main record after merge"), widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=gettext_lazy("Grounds for one person"),
        help_text=gettext_lazy("Whom you asked, which paper you saw."),
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, files: tuple[Person, Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        keep = self.fields["keep"]
        keep.choices = [(str(each.ref), _record_label(each)) for each in files]  # type: ignore[attr-defined]

    def in_order(self, one: Person, other: Person) -> tuple[Person, Person]:
        """The file that is kept, and the one that is joined to it."""
        return (one, other) if self.cleaned_data["keep"] == str(one.ref) else (other, one)


def _record_label(person: Person) -> str:
    day = formats.with_year(localtime(person.created_at).date())
    return _("%(name)s, registered on %(day)s") % {"name": person.shown_name, "day": day}


class RefuseMergeForm(Form):
    """Why the second person is not sure."""

    because = forms.CharField(
        label=gettext_lazy("Why you are not sure that it is one person"), widget=forms.Textarea
    )


class UnmergeForm(Form):
    """How one knows that the files are of two people."""

    because = forms.CharField(label=gettext_lazy("Grounds for two people"), widget=forms.Textarea)


# Pairs of deduplication.


class PairForm(Form):
    """The same, different, or not sure; with a word on why, where there is one."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Are they the same person?"), choices=DuplicateDecision.Answer.choices
    )
    reason = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"),
        help_text=gettext_lazy("For whoever reads this later: what told you."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

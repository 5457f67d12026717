"""What is asked before something is done with a complaint."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, Team, User
from amparo.ui.forms import Form, RadioList

from ..models import Complaint, ComplaintRules, Told
from ..shipped import sensitive_kinds


class DeedForm(Form):
    """A form about one complaint."""

    def __init__(self, *args, complaint: Complaint, **kwargs):
        self.complaint = complaint
        super().__init__(*args, **kwargs)


class AcknowledgeForm(DeedForm):
    words = forms.CharField(
        label=gettext_lazy("Answer shown with the code"),
        help_text=gettext_lazy("Who looks at it, and by when they hear. No name is needed."),
        required=False, widget=forms.Textarea,
    )  # fmt: skip


class FindingForm(DeedForm):
    words = forms.CharField(
        label=gettext_lazy("Findings"),
        help_text=gettext_lazy("Only those who receive this complaint read it."),
        widget=forms.Textarea,
    )  # fmt: skip


class WordsForm(DeedForm):
    words = forms.CharField(
        label=gettext_lazy("Message to complainant"),
        help_text=gettext_lazy("They read it with their code, whoever stands beside them."),
        widget=forms.Textarea,
    )  # fmt: skip


class AnswerForm(DeedForm):
    words = forms.CharField(
        label=pgettext_lazy("field", "Answer"),
        help_text=gettext_lazy(
            "What you found, what was done, what cannot be done and why. Name nobody."
        ),
        widget=forms.Textarea({"rows": 6}),
    )  # fmt: skip


class ReferForm(DeedForm):
    to = forms.CharField(label=gettext_lazy("To whom"), max_length=200)
    words = forms.CharField(
        label=gettext_lazy("Reference of investigation body"),
        help_text=gettext_lazy("Only what is needed to find it again. The inquiry is theirs."),
        required=False, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, complaint: Complaint, **kwargs):
        unit = ComplaintRules.of(complaint.office).investigation
        super().__init__(*args, complaint=complaint, initial={"to": unit}, **kwargs)


class ToldForm(DeedForm):
    how = forms.ChoiceField(
        label=gettext_lazy("Delivery of the answer"), widget=RadioList,
        choices=[choice for choice in Told.How.choices if choice[0] != Told.How.CODE],
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What they said, or why it cannot be told to them"),
        required=False, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if said.get("how") == Told.How.IMPOSSIBLE and not said.get("words", "").strip():
            self.add_error("words", _("Write why it cannot be told to them."))
        return said


class KindForm(DeedForm):
    kind = forms.ChoiceField(label=gettext_lazy("Subject"), widget=RadioList)

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        self.initial = {"kind": complaint.kind}
        kinds = codes.choices("feedback_type", keep=complaint.kind)
        if complaint.is_sensitive:
            kinds = [choice for choice in kinds if choice[0] in sensitive_kinds()]
        self.fields["kind"].choices = kinds


class ConcernForm(DeedForm):
    """One of the three: a colleague, a team, or an office as a whole."""

    user = forms.ModelChoiceField(
        label=pgettext_lazy("field", "Colleague"), queryset=User.objects.none(), required=False,
        to_field_name="ref",
    )  # fmt: skip
    team = forms.ModelChoiceField(
        label=gettext_lazy("Or a team"), queryset=Team.objects.none(), required=False,
        to_field_name="ref",
    )  # fmt: skip
    office = forms.ModelChoiceField(
        label=gettext_lazy("Or a whole office"), queryset=Office.objects.none(),
        required=False, to_field_name="ref",
    )  # fmt: skip

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, complaint=complaint, **kwargs)
        ours = Office.objects.filter(organization=complaint.office.organization_id)
        self.fields["office"].queryset = ours.order_by("name")
        self.fields["team"].queryset = Team.objects.filter(office__in=ours).order_by("name")
        self.fields["user"].queryset = colleagues(ours)

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        chosen = [each for each in said.values() if each]
        if len(chosen) != 1 and not self.errors:
            raise forms.ValidationError(_("Choose one: a colleague, a team or an office."))
        return {"whom": chosen[0]} if chosen else said


def colleagues(offices):
    """Whoever works in one of these offices, or did."""
    posts = User.objects.filter(memberships__office__in=offices) | User.objects.filter(
        memberships__team__office__in=offices
    )
    return User.objects.filter(pk__in=posts.values("pk")).order_by("name")

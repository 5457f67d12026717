"""Forms of required competencies: what is required of whom, and a waiver for a colleague."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.accounts.roles import ROLES
from amparo.foundation.core.models import Office, User
from amparo.foundation.core.permissions.bulk_verbs import BULK_VERBS
from amparo.ui.forms import Form

from ..models import Competency, RequirementWaiver

ROLE, VERB = "role", "verb"


class CompetencyChoice(forms.ModelChoiceField):
    """A competency by its code and its words in the reader's language."""

    def label_from_instance(self, competency) -> str:
        words, _language = competency.statement
        return f"{competency.code} · {words}" if words else competency.code


class RequirementForm(Form):
    """A competency, and the role or the action that requires it."""

    competency = CompetencyChoice(Competency.objects.none(), label=gettext_lazy("Competency"))
    required_for = forms.ChoiceField(label=pgettext_lazy("requirement", "Required for"))
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))
    starts_on = forms.DateField(label=pgettext_lazy("requirement", "Required from"))
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days of grace"), min_value=0, max_value=365, initial=30,
        help_text=gettext_lazy(
            "For so many days after a lapse, or after somebody began, nothing is suspended."
        ),
    )  # fmt: skip

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = (
            Competency.objects.filter(retired_at=None).prefetch_related("texts")
        )  # fmt: skip
        offices = Office.objects.filter(pk__in=user.offices_for("training.require"))
        self.fields["office"].queryset = offices
        self.fields["office"].initial = offices.first()
        self.fields["starts_on"].initial = localdate()
        verbs = [(f"{VERB}:{code}", label) for code, label in BULK_VERBS.items()]
        roles = [
            (f"{ROLE}:{role.code}", role.name)
            for role in ROLES.values() if BULK_VERBS.keys() & role.permissions
        ]  # fmt: skip
        self.fields["required_for"].choices = [
            (pgettext_lazy("requirement", "Action"), verbs), (gettext_lazy("Role"), roles),
        ]  # fmt: skip

    @property
    def requirement_fields(self) -> dict:
        said = dict(self.cleaned_data)
        kind, _colon, code = said.pop("required_for").partition(":")
        return said | {kind: code}


class WaiverForm(Form):
    """Until when a colleague may work on without it, and why."""

    until = forms.DateField(label=pgettext_lazy("waiver", "Until"))
    because = forms.CharField(
        label=pgettext_lazy("waiver", "Reason"),
        max_length=RequirementWaiver._meta.get_field("because").max_length,
        help_text=gettext_lazy("Name nobody else."),
    )

"""Colleagues: who they are, which roles they hold and where."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core.accounts.roles import ROLES
from amparo.foundation.core.models import Office, Team, User
from amparo.pillars.advocacy.reaching import FOCAL
from amparo.pillars.assistance.models import Case
from amparo.pillars.assistance.tracing.models.requests import GROUP as TRACING
from amparo.ui.forms import Form

# What leave is given for: restricted files, comparing in tracing, the complaints of an office.
GROUPS = {
    **{code: name for code, name in Case.Confidentiality.choices if code != "ordinary"},
    TRACING: gettext_lazy("Tracing: who may be the one that is looked for"),
    FOCAL: gettext_lazy("Complaints: ordinary ones of the office"),
}


class ColleagueForm(Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Somebody with this e-mail is already here."))
        return email


class RoleForm(Form):
    """A role in one team, or over a whole office: one of the two."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=lambda: [(role.code, role.name) for role in ROLES.values()],
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("In the team"), queryset=Team.objects.none(), required=False
    )
    office = forms.ModelChoiceField(
        label=gettext_lazy("Or over the whole office"),
        queryset=Office.objects.none(),
        required=False,
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.open_to(user, "edit").order_by("name")
        self.fields["office"].queryset = Office.objects.open_to(user, "edit").order_by("name")

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("team")) == bool(cleaned.get("office")):
            self.add_error("team", _("Choose a team or an office: one of the two."))
        return cleaned


class LeaveForm(Form):
    """Leave to open the restricted files of one kind, in one office."""

    group = forms.ChoiceField(
        label=gettext_lazy("What for"),
        choices=lambda: list(GROUPS.items()),
    )
    office = forms.ModelChoiceField(
        label=gettext_lazy("In the office"), queryset=Office.objects.none()
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.open_to(user, "edit").order_by("name")

"""Taking a file of HTCDS in, on which basis; and making one, of how much and for whom."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.uploads import upload_was_too_large
from amparo.foundation.core.models import Organization, Team, User
from amparo.pillars.assistance.cases.permissions import of_own_team_or_office
from amparo.ui.forms import Form

from .exports import NAMED, NAMELESS, offices_of

PROFILES = [
    ("core", gettext_lazy("Core fields that name nobody")),
    ("named", gettext_lazy("Core fields, with names and places")),
    ("full", gettext_lazy("All that is known, with every word")),
]
SHAPES = [
    ("csv", gettext_lazy("CSV, for spreadsheets")),
    ("xlsx", gettext_lazy("Excel, as the template of the standard")),
    ("survey", gettext_lazy("CSV, as the survey of the standard exports it")),
    ("json", gettext_lazy("JSON, for machines")),
]


class HtcdsUploadForm(Form):
    """A file that another organization hands over, and the basis that was signed for it."""

    title = forms.CharField(
        label=gettext_lazy("Source and date of the file"),
        help_text=gettext_lazy("Write the same each time they send: nobody then enters twice."),
        max_length=200,
    )
    team = forms.ModelChoiceField(
        label=pgettext_lazy("list", "Receiving team"),
        help_text=gettext_lazy(
            "Only teams of offices in which you have access to trafficking cases."
        ),
        queryset=Team.objects.none(),
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("Legal basis of the transfer of data"),
        choices=codes.lazy_choices("register_basis"),
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Purposes"),
        choices=codes.lazy_choices("consent_scope"),
        widget=forms.CheckboxSelectMultiple,
        initial=["case_management"],
    )
    signed_by = forms.CharField(label=gettext_lazy("Signed by"), max_length=200)
    signed_on = forms.DateField(label=gettext_lazy("Signed on"))
    file = forms.FileField(
        label=pgettext_lazy("field", "File to import"),
        help_text=gettext_lazy("CSV, XLSX or JSON. It is kept sealed, and nobody enters yet."),
    )

    def __init__(self, *args, user: User, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_for(user)
        if upload_was_too_large(request):
            self.fields["file"].error_messages["required"] = _(
                "This file is too large. Divide it or save it as CSV."
            )

    @property
    def arguments(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


def teams_for(user: User):
    """The teams for which one may bring such a file in."""
    theirs = of_own_team_or_office("register.bring", path="")(user, Team, "")
    here = Team.objects.accessible_to(user).filter(theirs, office__in=offices_of(user))
    return here.select_related("office").order_by("name")


class HtcdsExportForm(Form):
    """A file that leaves: without names unless it is asked, and then only for somebody."""

    profile = forms.ChoiceField(
        label=pgettext_lazy("export", "Level of detail"), choices=PROFILES,
        widget=forms.RadioSelect,
        initial="core",
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=pgettext_lazy("form", "Purpose"),
        help_text=gettext_lazy("Only those are in the file who have agreed to it."),
    )
    recipient = forms.ModelChoiceField(
        label=gettext_lazy("Receiving organization"),
        help_text=gettext_lazy("Leave it empty where the file names nobody."),
        queryset=Organization.objects.none(),
        required=False,
    )
    shape = forms.ChoiceField(label=pgettext_lazy("HTCDS", "Format"), choices=SHAPES)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [(code, codes.label("consent_scope", code)) for code in (*NAMELESS, *NAMED)]
        self.fields["purpose"].choices = offered
        others = Organization.objects.accessible_to(user).exclude(kind=Organization.Kind.OWN)
        self.fields["recipient"].queryset = others.order_by("name")

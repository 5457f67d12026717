"""What a partner's system may do here, and what it is told."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.core import http_client
from amparo.foundation.core.accounts.api_tokens import DAYS, verbs_for
from amparo.foundation.core.accounts.roles import SYSTEM_VERBS
from amparo.foundation.core.models import Office, Organization, User
from amparo.foundation.core.webhooks import EVENTS
from amparo.ui.forms import CheckboxList, Form

_LASTS = (
    (30, gettext_lazy("30 days")),
    (DAYS, gettext_lazy("90 days")),
    (366, gettext_lazy("One year")),
)


class _OfficeField(forms.ModelChoiceField):
    def label_from_instance(self, office: Office) -> str:
        return f"{office.organization.name} · {office.name}"


class TokenForm(Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the system"),
        help_text=gettext_lazy("The ledger calls it by this name."),
        max_length=100,
    )
    office = _OfficeField(
        label=gettext_lazy("Whose system it is"),
        help_text=gettext_lazy("It reads and answers what is open to this organization."),
        queryset=Office.objects.none(),
    )
    verbs = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=SYSTEM_VERBS.items, widget=CheckboxList
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long it counts"), choices=_LASTS, coerce=int, initial=DAYS
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.open_to(user).select_related("organization")
        self.fields["office"].queryset = offices.order_by("organization__name", "name")

    def clean(self):
        told = super().clean()
        office, verbs = told.get("office"), told.get("verbs") or []
        if office and not set(verbs) <= set(verbs_for(office.organization)):
            self.add_error("verbs", _("This organization may not do that itself."))
        return told


class SubscriptionForm(Form):
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organization"), queryset=Organization.objects.none()
    )
    address = forms.CharField(
        label=gettext_lazy("Address of their system"),
        help_text=gettext_lazy(
            "It begins with https://, and whoever keeps the machine names it in AMPARO_OUTBOUND."
        ),
        max_length=500,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What they are told"), choices=EVENTS.items, widget=CheckboxList
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        organizations = Organization.objects.open_to(user)
        self.fields["organization"].queryset = organizations.order_by("name")

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if not http_client.is_allowed_host(address):
            raise forms.ValidationError(
                _(
                    "The house may not call this address. It begins with https://, and whoever "
                    "keeps the machine names it in AMPARO_OUTBOUND."
                )
            )
        return address

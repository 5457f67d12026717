"""Forms of learning record stores: the address, the credentials, what is sent."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office, User
from amparo.ui.forms import CheckboxList, Form

from ..models import LearningRecordStore
from ..models.record_stores import KEEP

LONGEST_SECRET = 500


class CredentialsForm(Form):
    """As the store gave them out; they are shown nowhere again."""

    login = forms.CharField(
        label=pgettext_lazy("record store", "Key or user name"), max_length=LONGEST_SECRET,
        widget=forms.TextInput({"autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip
    password = forms.CharField(
        label=pgettext_lazy("record store", "Secret"), max_length=LONGEST_SECRET,
        widget=forms.PasswordInput({"autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip

    def clean_login(self) -> str:
        login = self.cleaned_data["login"]
        if ":" in login:
            raise ValidationError(_("A key or user name has no colon."))
        return login


class RecordStoreForm(CredentialsForm):
    """A store that an office names."""

    name = forms.CharField(
        label=pgettext_lazy("record store", "Name"), max_length=100,
        help_text=gettext_lazy("Participants read it where they see what was told of them."),
    )  # fmt: skip
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))
    address = forms.CharField(
        label=pgettext_lazy("record store", "Address"), max_length=500,
        widget=forms.URLInput({"dir": "ltr"}),
        help_text=gettext_lazy(
            "Its endpoint, such as https://lrs.example.org/xapi, without /statements. An"
            " administrator lists its host in AMPARO_OUTBOUND first."
        ),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=pgettext_lazy("record store", "What is sent"), widget=CheckboxList,
        choices=LearningRecordStore.Kind.choices,
    )  # fmt: skip
    field_order = ("name", "office", "address", "login", "password", "kinds")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(pk__in=user.offices_for(KEEP))
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.initial.setdefault("office", offices.first())

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        if "?" in address or "#" in address:
            raise ValidationError(_("Write the address of the endpoint without “?” and “#”."))
        return address

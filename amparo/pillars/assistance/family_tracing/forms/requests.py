"""What a relative tells: who they are, that they agree, and for whom they look."""

import re
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.people.forms.fields import (
    age_field,
    choice_field,
    code_field,
    keep_retired_choices,
)
from amparo.ui.formats import countries, languages
from amparo.ui.forms import Form, RadioList

from ..models import SoughtPerson, TracingRequest

_COMMA = re.compile(r"\s*[,;،؛]\s*")
_INQUIRER_FIELDS = ("given_names", "family_names", "original_name", "language", "safe_channel",
                    "contact", "safe_contact")  # fmt: skip
_ABOUT = ("relation", "given_names", "family_names", "second_family_name", "original_name",
          "father_name", "mother_name", "sex", "birth_year", "nationality", "cause",
          "last_seen_when", "last_seen_where", "circumstances")  # fmt: skip


class InquirerForm(Form):
    """Who looks, and how they are reached without harm."""

    office = forms.ChoiceField(
        label=pgettext_lazy("tracing", "Receiving office"), widget=RadioList
    )
    given_names = forms.CharField(label=gettext_lazy("Given names"), required=False)
    family_names = forms.CharField(label=gettext_lazy("Family name"), required=False)
    original_name = forms.CharField(label=gettext_lazy("Name in original script"), required=False)
    language = choice_field(gettext_lazy("Language they speak best"), languages)
    safe_channel = code_field("safe_channel", gettext_lazy("Safe contact"))
    contact = forms.CharField(label=gettext_lazy("Number or address"), required=False)
    safe_contact = forms.CharField(
        label=pgettext_lazy("contact", "Precautions"),
        help_text=gettext_lazy("At what hours, who may answer, which word to say first."),
        required=False,
    )

    def __init__(self, *args: Any, user: User, is_known: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offices = {str(office.ref): office for office in offices_of(user)}
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            (ref, office.name) for ref, office in self.offices.items()
        ]
        keep_retired_choices(self)
        if len(self.offices) == 1 or self.initial:
            del self.fields["office"]
        if is_known:
            for name in ("given_names", "family_names", "original_name"):
                del self.fields[name]

    @property
    def there(self) -> Office:
        if "office" in self.fields:
            return self.offices[self.cleaned_data["office"]]
        return next(iter(self.offices.values()))

    @property
    def arguments(self) -> dict[str, str]:
        return {
            name: self.cleaned_data[name] for name in _INQUIRER_FIELDS if name in self.cleaned_data
        }

    @staticmethod
    def known(request: TracingRequest) -> dict[str, str]:
        return {name: getattr(request, name) for name in _INQUIRER_FIELDS}


def offices_of(user: User) -> list[Office]:
    """Where somebody accompanies people."""
    places = [
        place for place in user.memberships_held if "case.work" in place.role_held.permissions
    ]
    return list({place.in_office.pk: place.in_office for place in places}.values())


class ConsentForm(Form):
    """What they answered, once it was explained what is done with what they tell."""

    agreed = forms.ChoiceField(
        label=gettext_lazy("Do they agree that we search with what they tell?"),
        help_text=gettext_lazy(
            "Say who reads it, that they can take it back at any time, and that we can promise "
            "nothing."
        ),
        choices=[
            ("yes", pgettext_lazy("tracing", "Consents")),
            ("no", gettext_lazy("They do not agree")),
        ],
        widget=forms.RadioSelect,
    )
    with_photo = forms.BooleanField(
        label=gettext_lazy("They also agree that photos are shown to others who search"),
        required=False,
    )
    method = code_field(
        "consent_method", gettext_lazy("Mode of answer"), required=True, buttons=True
    )
    given_on = forms.DateField(label=gettext_lazy("Day"), initial=localdate)
    witness = forms.CharField(label=gettext_lazy("Witness"), required=False)

    @property
    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**given, "agreed": given["agreed"] == "yes"}


class TakeBackForm(Form):
    text = forms.CharField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy("They need not say why."),
        widget=forms.Textarea,
        required=False,
    )


class SoughtPersonForm(Form):
    """Whoever is looked for, as they are remembered: what is not known stays empty."""

    relation = code_field(
        "family_relation", gettext_lazy("Relationship to the enquirer"), required=True
    )
    given_names = forms.CharField(label=gettext_lazy("Given names"), required=False)
    family_names = forms.CharField(label=gettext_lazy("Family name"), required=False)
    second_family_name = forms.CharField(label=gettext_lazy("Second family name"), required=False)
    original_name = forms.CharField(label=gettext_lazy("Name in original script"), required=False)
    aliases = forms.CharField(
        label=gettext_lazy("Alias"),
        help_text=gettext_lazy("Several with commas between them."),
        required=False,
    )
    father_name = forms.CharField(label=gettext_lazy("Name of the father"), required=False)
    mother_name = forms.CharField(label=gettext_lazy("Name of the mother"), required=False)
    sex = code_field("sex", gettext_lazy("Sex"), buttons=True)
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"), required=False, min_value=1900, max_value=2200
    )
    age = age_field()
    nationality = choice_field(gettext_lazy("Nationality"), countries)
    cause = code_field("separation_cause", gettext_lazy("Circumstances of separation"))
    last_seen_when = forms.CharField(label=gettext_lazy("Date last seen"), required=False)
    last_seen_where = forms.CharField(label=gettext_lazy("Place last seen"), required=False)
    circumstances = forms.CharField(
        label=gettext_lazy("Circumstances and distinguishing features"),
        help_text=gettext_lazy("What only family knows helps to be sure later."),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        keep_retired_choices(self)

    @property
    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        told = {name: given[name] for name in _ABOUT}
        told["aliases"] = [name for name in _COMMA.split(given["aliases"]) if name]
        told["birth_precision"] = "year" if given["birth_year"] else ""
        if not given["birth_year"] and given["age"] is not None:
            told["birth_year"] = localdate().year - given["age"]
            told["birth_precision"] = "estimated"
        return told

    @staticmethod
    def known(sought: SoughtPerson) -> dict[str, Any]:
        told = {name: getattr(sought, name) for name in _ABOUT}
        return {**told, "aliases": ", ".join(sought.aliases or [])}


class ActionForm(Form):
    kind = code_field("tracing_action", gettext_lazy("Actions taken"), required=True)
    on = forms.DateField(label=gettext_lazy("Day"), initial=localdate)
    text = forms.CharField(label=pgettext_lazy("task", "Result"), widget=forms.Textarea)


class CloseForm(Form):
    outcome = forms.ChoiceField(
        label=pgettext_lazy("action", "Result"),
        choices=codes.lazy_choices("tracing_outcome"),
        widget=RadioList,
    )
    text = forms.CharField(
        label=gettext_lazy("What the relative was told, and what remains to be done"),
        help_text=gettext_lazy(
            "Where somebody has died, tell it in person, with time, and with somebody whom the "
            "relative trusts."
        ),
        widget=forms.Textarea,
    )


class BecauseForm(Form):
    because = forms.CharField(
        label=pgettext_lazy("column, field", "Reason"), widget=forms.Textarea
    )

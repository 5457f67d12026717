"""Forms about a person, their documents and contacts, and the Washington Group Short Set."""

import re
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.accounts.organizations import check_time_zone
from amparo.foundation.core.code_lists import codes
from amparo.ui.formats import countries, country_name, language_name, languages
from amparo.ui.forms import Form, LocalTimeInput

from ..frequent_codes import FrequentCodes
from ..models import Contact, IdentityDocument, Person
from ..models.washington_group import DOMAINS
from .fields import (
    MOST_RECORDED,
    STATELESS,
    age_field,
    birth_boxes,
    birth_field,
    birth_fields,
    choice_field,
    code_field,
    is_minor,
    keep_retired_choices,
    nationalities,
    offer_first,
    offer_languages_first,
)

_COMMA = re.compile(r"\s*[,;،؛]\s*")
_COPIED_FIELDS = (
    "given_names", "family_names", "second_family_name", "original_name", "father_name",
    "mother_name", "sex", "gender", "birth_place", "nationality", "statelessness",
    "migration_status", "interpreter", "literacy", "safe_channel", "safe_contact",
    "support_needs", "is_age_disputed",
)  # fmt: skip
_NAME_FIELDS = ("given_names", "family_names", "original_name", "aliases")
_LANGUAGE_FIELDS = ("language_1", "language_2", "language_3")


class PersonForm(Form):
    """Their names by parts, birth, origin, languages, and how to reach them safely."""

    given_names = forms.CharField(label=gettext_lazy("Given names"), required=False)
    family_names = forms.CharField(label=gettext_lazy("Family name"), required=False)
    second_family_name = forms.CharField(label=gettext_lazy("Second family name"), required=False)
    original_name = forms.CharField(label=gettext_lazy("Name in original script"), required=False)
    aliases = forms.CharField(
        label=gettext_lazy("Alias or code word"),
        help_text=gettext_lazy("Several with commas between them."),
        required=False,
    )
    father_name = forms.CharField(label=gettext_lazy("Name of the father"), required=False)
    mother_name = forms.CharField(label=gettext_lazy("Name of the mother"), required=False)
    sex = code_field("sex", gettext_lazy("Sex"), buttons=True)
    gender = code_field(
        "gender",
        gettext_lazy("Gender"),
        help_text=gettext_lazy("Only if they want it noted."),
    )
    birth = birth_field()
    age = age_field()
    is_age_disputed = forms.BooleanField(
        label=gettext_lazy("Age disputed"),
        help_text=gettext_lazy("Until it is resolved, they are treated as a child."),
        required=False,
    )
    birth_place = forms.CharField(label=gettext_lazy("Place of birth"), required=False)
    nationality = choice_field(gettext_lazy("Nationality"), nationalities)
    other_nationality = choice_field(gettext_lazy("Another nationality"), countries)
    statelessness = code_field("statelessness", gettext_lazy("Statelessness"))
    migration_status = code_field(
        "migration_status",
        gettext_lazy("Migration status"),
        help_text=gettext_lazy("As they describe it. It opens no door and closes none."),
    )
    language_1 = choice_field(gettext_lazy("Language they speak best"), languages)
    language_2 = choice_field(gettext_lazy("Another language"), languages)
    language_3 = choice_field(pgettext_lazy("row", "Add another"), languages)
    interpreter = choice_field(
        gettext_lazy("Interpreter for"),
        languages,
        help_text=gettext_lazy("Empty when none is needed."),
    )
    literacy = code_field("literacy", gettext_lazy("Reading and writing"))
    safe_channel = code_field("safe_channel", gettext_lazy("Safe contact"))
    safe_contact = forms.CharField(
        label=pgettext_lazy("contact", "Precautions"),
        help_text=gettext_lazy("At what hours, who may answer, which word to say first."),
        required=False,
    )
    support_needs = forms.CharField(
        label=gettext_lazy("Support needed to participate"),
        help_text=gettext_lazy("A ramp, large print, somebody beside them."),
        required=False,
    )

    # The rows of a conversation; what stands alone takes the whole width.
    NAMES = (
        ("given_names", "family_names", "second_family_name"), ("original_name", "aliases"),
        ("father_name", "mother_name"),
    )  # fmt: skip
    BIRTH = (("sex",), ("birth",), ("age", "birth_place"), ("is_age_disputed", "gender"))
    ORIGIN = (("nationality", "other_nationality"), ("statelessness", "migration_status"))
    SPEECH = (_LANGUAGE_FIELDS, ("interpreter", "literacy"), ("support_needs",))
    CONTACT = (("safe_channel", "safe_contact"),)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any):
        if person is not None:
            kwargs["initial"] = _person_values(person)
        super().__init__(*args, **kwargs)
        keep_retired_choices(
            self,
            nationality=country_name,
            other_nationality=country_name,
            **dict.fromkeys((*_LANGUAGE_FIELDS, "interpreter"), language_name),
        )

    def offer_frequent(self, frequent: FrequentCodes) -> None:
        """Offers first the nationalities and languages that an office records most."""
        for name in ("nationality", "other_nationality"):
            field = self.fields[name]
            rest = _("All nationalities")
            offer_first(field, frequent.nationalities, str(MOST_RECORDED), rest)  # type: ignore[arg-type]
        offer_languages_first(self, (*_LANGUAGE_FIELDS, "interpreter"), frequent.languages)

    @property
    def sections(self) -> list[tuple[str, list[list[BoundField]]]]:
        """The fields in the groups of a conversation."""
        groups = (
            (_("Names"), self.NAMES),
            (_("Sex and age"), self.BIRTH),
            (_("Where from"), self.ORIGIN),
            (_("Languages"), self.SPEECH),
            (_("Safe contact"), self.CONTACT),
        )
        return [(title, [[self[name] for name in row] for row in rows]) for title, rows in groups]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name) for name in _NAME_FIELDS):
            self.add_error(
                "given_names", _("Write a name, or a word by which you will both know them.")
            )
        if given.get("nationality") == STATELESS and given.get("statelessness") == "no":
            self.add_error(
                "statelessness",
                _("The nationality says stateless. Choose a country, or change this answer."),
            )
        return given

    @property
    def person_fields(self) -> dict[str, Any]:
        """What the person's own verbs take."""
        given = self.cleaned_data
        spoken = [given[name] for name in _LANGUAGE_FIELDS if given[name]]
        is_stateless = given["nationality"] == STATELESS
        return {
            **{name: given[name] for name in _COPIED_FIELDS},
            **({"nationality": "", "statelessness": STATELESS} if is_stateless else {}),
            **birth_fields(given["birth"], given["age"], localdate()),
            "aliases": [word for word in _COMMA.split(given["aliases"]) if word],
            "languages": list(dict.fromkeys(spoken)),
            "other_nationalities": [each for each in (given["other_nationality"],) if each],
        }

    @property
    def is_of_a_child(self) -> bool:
        fields = self.person_fields
        return is_minor(fields, fields["is_age_disputed"])


def _person_values(person: Person) -> dict[str, Any]:
    spoken = dict(zip(_LANGUAGE_FIELDS, person.languages, strict=False))
    return {
        **{name: getattr(person, name) for name in _COPIED_FIELDS},
        **spoken,
        "nationality": person.nationality or _stateless(person),
        "aliases": ", ".join(person.aliases or []),
        "birth": birth_boxes(person),
        "other_nationality": next(iter(person.other_nationalities), ""),
    }


def _stateless(person: Person) -> str:
    return STATELESS if person.statelessness == STATELESS else ""


class DocumentForm(Form):
    """An identity document, and who holds it now."""

    kind = code_field("document_kind", pgettext_lazy("column", "Type"), required=True)
    number = forms.CharField(
        label=pgettext_lazy("column", "Document number"), max_length=60, required=False
    )
    country = choice_field(gettext_lazy("Issued by"), countries)
    expires_on = forms.DateField(label=gettext_lazy("Valid until"), required=False)
    held_by = forms.ChoiceField(
        label=pgettext_lazy("document", "Held by"),
        choices=IdentityDocument.Holder.choices,
        initial="person",
    )


class ContactForm(Form):
    """A way to reach them, and whether it is safe to use it."""

    kind = forms.ChoiceField(label=pgettext_lazy("column", "Type"), choices=Contact.Kind.choices)
    value = forms.CharField(label=gettext_lazy("Number or address"))
    note = forms.CharField(label=gettext_lazy("Contact owner and precautions"), required=False)
    is_safe = forms.BooleanField(label=gettext_lazy("Safe to use"), required=False)
    safe_from = forms.TimeField(
        label=gettext_lazy("SMS allowed from"), widget=LocalTimeInput(), required=False
    )
    safe_until = forms.TimeField(
        label=gettext_lazy("SMS allowed until"),
        help_text=gettext_lazy("The hours that they gave. Empty: not at night."),
        widget=LocalTimeInput(),
        required=False,
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone of the person"),
        help_text=gettext_lazy("Only where it is not ours, like “America/La_Paz”."),
        max_length=60,
        validators=[check_time_zone],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("safe_from") is None) != (given.get("safe_until") is None):
            self.add_error("safe_until", _("Write both hours, or none."))
        return given


# The Washington Group Short Set.


class FunctioningForm(Form):
    asked_on = forms.DateField(label=gettext_lazy("Date asked"), initial=localdate)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for domain in DOMAINS:
            self.fields[domain] = forms.TypedChoiceField(
                label=codes.label("wg_question", domain),
                choices=codes.lazy_choices("wg_answer"),
                widget=forms.RadioSelect,
                coerce=int,
                empty_value=None,
                required=False,
            )

    @property
    def questions(self) -> list:
        return [self[domain] for domain in DOMAINS]

    @property
    def answers(self) -> dict[str, int]:
        return {domain: self.cleaned_data[domain] for domain in DOMAINS}

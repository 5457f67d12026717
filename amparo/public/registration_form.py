"""Forms of a training: to register in one screen, and to change one's contact and consents."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.pillars.training.models import Participant, TrainingEvent
from amparo.pillars.training.same_person import without_controls
from amparo.ui import formats
from amparo.ui.forms import Form

ADULT, MINOR = "adult", "minor"
AGES = (
    (ADULT, gettext_lazy("I am 18 or older")),
    (MINOR, gettext_lazy("I am under 18")),
)  # fmt: skip
NO_CONTACT = gettext_lazy("Write an email or a phone: otherwise nobody can tell you of changes.")


def _institution_types() -> list[tuple[str, Any]]:
    return [("", ""), *Participant.InstitutionType.choices]


class ContactConsentForm(Form):
    """How somebody is reached, and what they agree to: each apart, and nothing ticked before."""

    email = forms.EmailField(
        label=pgettext_lazy("participant", "Email"), required=False, max_length=254,
        widget=forms.EmailInput({"dir": "ltr", "autocomplete": "email"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=pgettext_lazy("participant", "Phone"), required=False, max_length=40,
        widget=forms.TextInput({"dir": "ltr", "type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language in which we write to you"), choices=settings.LANGUAGES
    )
    may_be_reminded = forms.BooleanField(
        label=gettext_lazy("Remind me before the training"), required=False
    )
    may_be_asked_later = forms.BooleanField(
        label=gettext_lazy("Ask me after some months what I could use"), required=False
    )
    needs_contact = True

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_reached = said.get("email") or said.get("phone") or "email" in self.errors
        if self.needs_contact and not is_reached:
            self.add_error("email", NO_CONTACT)
        return said


class RegistrationForm(ContactConsentForm):
    """What is asked of whoever registers, for the event it is made for."""

    name = forms.CharField(
        label=gettext_lazy("Name, as it stands on your certificate"),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "name"}),
    )
    institution = forms.CharField(
        label=gettext_lazy("Institution"), required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "organization"}),
    )  # fmt: skip
    institution_type = forms.ChoiceField(
        label=gettext_lazy("Type of institution"), required=False, choices=_institution_types
    )
    role = forms.CharField(
        label=pgettext_lazy("participant", "Role or rank"), required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), required=False, choices=formats.countries
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex. You need not say."), choices=Participant.Sex.choices,
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    age = forms.ChoiceField(
        label=gettext_lazy("How old are you?"), choices=AGES, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether you are 18 or older.")},
    )  # fmt: skip
    guardian_name = forms.CharField(
        label=gettext_lazy("Parent or guardian"),
        help_text=gettext_lazy(
            "Only if you are under 18: somebody who answers for you has to agree. We ask them"
            " before the training begins."
        ),
        required=False, widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    guardian_contact = forms.CharField(
        label=gettext_lazy("How we reach your parent or guardian"), required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )  # fmt: skip
    needs = forms.CharField(
        label=gettext_lazy("What you need to take part"),
        help_text=gettext_lazy(
            "An interpreter, a ramp, food. Only the organizers read it; it is erased 30 days after"
            " the training."
        ),
        required=False, max_length=1000, widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    # Nobody sees this one. What fills in everything is no person.
    subject = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", formats.current_language())
        self.needs_contact = not event.uses_codes
        if event.uses_codes:
            del self.fields["name"]

    def clean_name(self) -> str:
        name = without_controls(self.cleaned_data["name"])
        if not any(each.isalpha() for each in name):
            raise forms.ValidationError(_("Write your name with letters."))
        return name

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("age") == MINOR:
            for name in ("guardian_name", "guardian_contact"):
                if not said.get(name):
                    self.add_error(name, _("Write who answers for you, and how we reach them."))
        return said

    @property
    def registration_fields(self) -> dict[str, Any]:
        """What `public_registration.register` takes."""
        said = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("age", "subject")
        }
        is_minor = self.cleaned_data["age"] == MINOR
        if not is_minor:
            said["guardian_name"] = said["guardian_contact"] = ""
        return {"name": ""} | said | {"is_minor": is_minor}

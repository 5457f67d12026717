"""Forms of participants: who they are, which of the earlier ones take part, rules, erasure."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Organization
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..models import Participant, TrainingConsent
from ..models.participant_rules import KEEP_YEARS

_WITHOUT_NAMES = (
    "name", "email", "phone", "is_minor", "guardian_name", "guardian_contact", "institution",
    "role",
)  # fmt: skip
PURPOSES = TrainingConsent.Purpose.choices


def _languages() -> list[tuple[str, str]]:
    return [("", "—"), *formats.languages()]


def _countries() -> list[tuple[str, str]]:
    return [("", "—"), *formats.countries()]


class ParticipantForm(Form):
    """Somebody who takes part. Where names are dangerous, the form asks for none."""

    name = forms.CharField(label=gettext_lazy("Name"))
    email = forms.EmailField(label=pgettext_lazy("participant", "Email"), required=False)
    phone = forms.CharField(
        label=pgettext_lazy("participant", "Phone"), required=False, max_length=40
    )
    sex = forms.ChoiceField(
        label=pgettext_lazy("participant", "Sex"), choices=Participant.Sex, required=False
    )
    institution = forms.CharField(label=gettext_lazy("Institution"), required=False)
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("Institution in the directory"),
        required=False,
    )  # fmt: skip
    institution_type = forms.ChoiceField(
        label=gettext_lazy("Type of institution"), required=False,
        choices=[("", "—"), *Participant.InstitutionType.choices],
    )  # fmt: skip
    role = forms.CharField(label=pgettext_lazy("participant", "Role or rank"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=_countries, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=_languages, required=False
    )
    is_minor = forms.BooleanField(
        label=pgettext_lazy("participant", "Under 18"), required=False,
        help_text=gettext_lazy("Never in public lists, and not written to after the event."),
    )  # fmt: skip
    guardian_name = forms.CharField(label=gettext_lazy("Guardian"), required=False)
    guardian_contact = forms.CharField(
        label=gettext_lazy("Contact of the guardian"), required=False
    )
    consents = forms.MultipleChoiceField(
        label=pgettext_lazy("participant", "Agreed to"), choices=PURPOSES, widget=CheckboxList,
        required=False,
        help_text=gettext_lazy("Of somebody under 18 the guardian says it. Photos stand apart."),
    )  # fmt: skip
    how = forms.ChoiceField(
        label=pgettext_lazy("consent", "How"), required=False,
        choices=[
            (each.value, each.label)
            for each in (TrainingConsent.Channel.PAPER, TrainingConsent.Channel.SPOKEN)
        ],
    )  # fmt: skip

    def __init__(
        self, *args: Any, participant: Participant | None = None, uses_codes: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        organizations: Any = self.fields["organization"]
        organizations.queryset = Organization.objects.exclude(kind=Organization.Kind.OWN).order_by(
            "name"
        )
        self.uses_codes = uses_codes or bool(participant and participant.code)
        if self.uses_codes:
            for name in _WITHOUT_NAMES:
                del self.fields[name]
        if participant is not None:
            for name in ("consents", "how"):
                del self.fields[name]
            for name in self.fields:
                self.initial.setdefault(name, getattr(participant, name))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("is_minor"):
            said |= {name: "" for name in ("guardian_name", "guardian_contact") if name in said}
            return said
        if not said.get("guardian_name"):
            self.add_error(
                "guardian_name", _("Write who stands for them: nobody under 18 agrees alone.")
            )
        # Of a new one under 18 the guardian's consent is part of recording them.
        if "consents" in self.fields and TrainingConsent.Purpose.RECORDS not in said["consents"]:
            self.add_error(
                "consents", _("Without the consent of the guardian nobody under 18 is recorded.")
            )
        return said

    @property
    def participant_fields(self) -> dict[str, Any]:
        apart = ("consents", "how")
        return {name: said for name, said in self.cleaned_data.items() if name not in apart}


class EarlierParticipantsForm(Form):
    """Who of the earlier participants takes part."""

    participants = forms.MultipleChoiceField(
        label=gettext_lazy("Participants"),
        widget=CheckboxList,
        error_messages={"required": gettext_lazy("Choose who takes part.")},
    )

    def __init__(self, *args: Any, offered: list[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(each.ref): each for each in offered}
        choices: Any = self.fields["participants"]
        choices.choices = [(ref, _described(each)) for ref, each in self.offered.items()]

    @property
    def chosen(self) -> list[Participant]:
        return [self.offered[ref] for ref in self.cleaned_data["participants"]]


def _described(participant: Participant) -> str:
    parts = (participant.label, participant.institution_label)
    return " · ".join(part for part in parts if part)


class ConsentForm(Form):
    """What a participant agrees to, and what not; each for itself."""

    purposes = forms.MultipleChoiceField(
        label=pgettext_lazy("participant", "Agreed to"), choices=PURPOSES, widget=CheckboxList,
        required=False,
    )  # fmt: skip
    how = forms.ChoiceField(
        label=pgettext_lazy("consent", "How"),
        choices=[
            (each.value, each.label)
            for each in (TrainingConsent.Channel.PAPER, TrainingConsent.Channel.SPOKEN)
        ],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=_languages, required=False
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = participant.consents.filter(until=None, is_given=True)
        self.initial.setdefault("purposes", list(given.values_list("purpose", flat=True)))
        self.initial.setdefault("language", participant.language)


class AddressForm(Form):
    """Which of the addresses that a list gave is theirs."""

    email = forms.ChoiceField(label=pgettext_lazy("participant", "Email"), widget=RadioList)

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [participant.email, *(participant.other_emails or [])]
        choices: Any = self.fields["email"]
        choices.choices = [(each, each) for each in offered if each]
        self.initial.setdefault("email", participant.email)


class MergeForm(Form):
    """Which of the two records stays."""

    kept = forms.ChoiceField(
        label=pgettext_lazy("participants", "Record that stays"), widget=RadioList,
        choices=[
            ("one", pgettext_lazy("participants", "The first")),
            ("two", pgettext_lazy("participants", "The second")),
        ],
    )  # fmt: skip


class EraseForm(Form):
    is_sure = forms.BooleanField(
        label=gettext_lazy("The participant asked for it, or it was recorded in error."),
    )


class RulesForm(Form):
    """How long an office keeps who participants are."""

    keep_years = forms.IntegerField(
        label=gettext_lazy("Years after the last event"), min_value=1, max_value=15,
        initial=KEEP_YEARS,
        help_text=gettext_lazy(
            "After that name, contact, role and institution are erased. What agreements and law"
            " say here goes before."
        ),
    )  # fmt: skip


class OwnContactForm(Form):
    """What participants correct themselves."""

    email = forms.EmailField(label=pgettext_lazy("participant", "Email"), required=False)
    phone = forms.CharField(
        label=pgettext_lazy("participant", "Phone"), required=False, max_length=40
    )

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if phone and not any(each.isdigit() for each in phone):
            raise ValidationError(_("Write the number with its digits."))
        return phone

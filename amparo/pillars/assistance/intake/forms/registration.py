"""What one asks when meeting somebody: their consent, who they are, how their case begins."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Team, User
from amparo.foundation.people.forms import ConsentForm, ContactForm, DocumentForm, PersonForm
from amparo.foundation.people.forms.fields import (
    PlaceField,
    age_field,
    birth_field,
    birth_fields,
    code_field,
    is_minor,
)
from amparo.foundation.people.models import ConsentException, ExceptionAsked
from amparo.pillars.assistance.cases.models import Case
from amparo.ui.forms import Form

from ..first_contact import AccompanyingChild


class ConsentStepForm(ConsentForm):
    """Nobody is registered without their word, or a reason that a second person reviews."""

    way = forms.ChoiceField(
        label=gettext_lazy("Do they agree that we keep their case and help them?"),
        choices=[
            ("agrees", pgettext_lazy("registration", "Consents")),
            ("refuses", gettext_lazy("They do not agree")),
            ("cannot", gettext_lazy("They cannot say so now")),
        ],
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("Reason for urgency"),
        choices=ConsentException.Basis.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("What happened"),
        help_text=pgettext_lazy("consent", "Second approval within 72 hours."),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["document"].help_text = gettext_lazy(
            "Which document it is, and its number. You attach a PDF or a photo of it in the next "
            "step."
        )

    def is_asked(self, given: dict[str, Any]) -> bool:
        return given.get("way") == "agrees"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("way") == "cannot":
            for name in ("basis", "reason"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("This is still missing."))
        if given.get("way") == "agrees" and given.get("agrees_case_management") != "yes":
            self.add_error(
                "agrees_case_management",
                _("Without this nothing may be kept. Ask, or choose that they do not agree."),
            )
        return given

    @property
    def refuses(self) -> bool:
        return self.cleaned_data["way"] == "refuses"

    @property
    def exception(self) -> ExceptionAsked | None:
        said = self.cleaned_data
        if said["way"] != "cannot":
            return None
        return ExceptionAsked(basis=said["basis"], reason=said["reason"])

    @property
    def is_alone_in_consenting(self) -> bool:
        """They answered for themselves: a child does not."""
        return self.cleaned_data["way"] == "agrees" and self.cleaned_data["given_by"] == "self"


class IdentityStepForm(PersonForm):
    """Who they are, with only a name or a word asked for."""


class DocumentRowForm(DocumentForm):
    filled_by = ("kind", "number")


class ContactRowForm(ContactForm):
    filled_by = ("value",)


class ChildRowForm(Form):
    """A child who is with the person: comes in under the word of the adult."""

    filled_by = ("given_names", "family_names", "age", "birth_year")

    given_names = forms.CharField(label=gettext_lazy("Given names"))
    family_names = forms.CharField(label=gettext_lazy("Family name"), required=False)
    sex = code_field("sex", gettext_lazy("Sex"))
    birth = birth_field()
    age = age_field()
    relation = code_field(
        "family_relation", gettext_lazy("Relationship"), required=True, initial="child"
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        birth = birth_fields(given.get("birth"), given.get("age"), localdate())
        if not birth["birth_year"] and not self.errors:
            self.add_error("age", _("Write the age. “About 8” will do."))
        elif birth["birth_year"] and not is_minor(birth, False):
            self.add_error(
                "age", _("Somebody of age consents for themselves: register them on their own.")
            )
        return given

    @property
    def child(self) -> AccompanyingChild:
        given = self.cleaned_data
        names = {name: given[name] for name in ("given_names", "family_names", "sex")}
        born = birth_fields(given["birth"], given["age"], localdate())
        return AccompanyingChild({**names, **born}, given["relation"])


class TeamForm(Form):
    """Which team receives them, where one speaks for several."""

    team = forms.ChoiceField(label=gettext_lazy("Receiving team"))

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.teams = {str(team.ref): team for team in teams}
        self.fields["team"].choices = [(ref, team.name) for ref, team in self.teams.items()]  # type: ignore[attr-defined]
        if len(teams) == 1:
            del self.fields["team"]

    @property
    def receiving(self) -> Team:
        if "team" not in self.fields:
            return next(iter(self.teams.values()))
        return self.teams[self.cleaned_data["team"]]


class FamilyStepForm(TeamForm):
    """No case is opened now: they join a family, or a second person must confirm first."""

    relation = code_field(
        "family_relation", gettext_lazy("Relationship to family representative"), required=True
    )

    def __init__(self, *args: Any, joins: bool, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not joins:
            del self.fields["relation"]

    @property
    def case(self) -> None:
        return None

    @property
    def relation_given(self) -> str:
        return self.cleaned_data.get("relation", "")


class CaseStepForm(TeamForm):
    """How they came to us, what it is about, and who may read it."""

    kind = code_field(
        "case_kind", pgettext_lazy("field", "Subject"), required=True, initial="general"
    )
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("File access"),
        help_text=gettext_lazy(
            "Violence, trafficking and child protection cases are open to authorized staff only."
        ),
        choices=[
            ("", gettext_lazy("As this kind of case asks")),
            *Case.Confidentiality.choices,
        ],
        required=False,
    )
    channel = code_field("identification_source", gettext_lazy("How the person reached us"))
    referred_by_text = forms.CharField(
        label=gettext_lazy("Source of referral (how the person reached us)"), required=False
    )
    place = PlaceField(label=gettext_lazy("Present location"), required=False)
    identified_on = forms.DateField(label=gettext_lazy("Known since"), initial=localdate)
    presenting_concern = forms.CharField(
        label=gettext_lazy("Needs in the person’s words"),
        widget=forms.Textarea,
        required=False,
    )
    field_order = (
        "team", "kind", "confidentiality", "channel", "referred_by_text", "place", "identified_on",
        "presenting_concern",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(user)  # type: ignore[attr-defined]

    def clean_identified_on(self):
        day = self.cleaned_data["identified_on"]
        if day > localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    @property
    def case(self) -> dict[str, Any]:
        """What `Case.open` takes. The kind decides who may read it, unless somebody chose."""
        given = {name: self.cleaned_data[name] for name in self.cleaned_data if name != "team"}
        term = codes.find("case_kind", given["kind"])
        asked = term.extra.get("group", "") if term else ""
        given["confidentiality"] = given["confidentiality"] or asked or "ordinary"
        return given

    @property
    def relation_given(self) -> str:
        return ""

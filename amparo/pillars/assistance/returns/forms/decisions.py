"""Who would travel, what was explained to them, and what each of them decided."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Team, User
from amparo.foundation.people.forms.fields import PlaceField, choice_field
from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.pillars.assistance.cases.forms.base import YesNoField
from amparo.pillars.assistance.transfers.forms import by_ref, team_label
from amparo.ui.formats import countries, languages
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..models import ReturnDecision, ReturnJourney, TravelGroupSplit, Traveller
from ..models.journeys import KINDS
from .base import TravellersForm, text_field


def _kinds() -> list[tuple[str, str]]:
    return [(code, label) for code, label in code_lists.choices("return_type") if code in KINDS]


class OfficeForm(Form):
    to_team = forms.ChoiceField(
        label=pgettext_lazy("field", "Receiving office"),
        help_text=gettext_lazy("It reads their file only if they agree."),
    )

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.teams = by_ref(teams)
        choices = [(ref, team_label(team)) for ref, team in self.teams.items()]
        self.fields["to_team"].choices = [("", ""), *choices]

    def clean_to_team(self) -> Team | None:
        return self.teams.get(self.cleaned_data["to_team"])


class BeginForm(OfficeForm):
    travellers = forms.MultipleChoiceField(
        label=gettext_lazy("Potential travellers"), widget=CheckboxList,
        error_messages={"required": gettext_lazy("Choose who would travel.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Type of return"), choices=_kinds, widget=RadioList
    )
    country = choice_field(gettext_lazy("To which country"), countries, required=True)
    place = PlaceField(label=pgettext_lazy("field", "Destination"), required=False)
    where = text_field(
        gettext_lazy("Exact address and host"),
        gettext_lazy("The home or village, and who waits for them there."), rows=2,
    )  # fmt: skip
    field_order = ("travellers", "kind", "country", "place", "where", "to_team")

    def __init__(self, *args: Any, people: list[Person], user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = {person.ref.hex: person for person in people}
        names = [(ref, person.shown_name) for ref, person in self.people.items()]
        self.fields["travellers"].choices = names
        self.fields["travellers"].initial = list(self.people)
        self.fields["kind"].initial = KINDS[0]
        self.fields["to_team"].required = False
        _nobody, *teams = self.fields["to_team"].choices
        self.fields["to_team"].choices = [("", _("No office receives them")), *teams]
        self.fields["place"].offer(user)

    def clean_travellers(self) -> list[Person]:
        return [self.people[ref] for ref in self.cleaned_data["travellers"]]


class JoinForm(Form):
    person = forms.ChoiceField(label=pgettext_lazy("field", "Add traveller"))

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = {person.ref.hex: person for person in people}
        names = [(ref, person.shown_name) for ref, person in self.people.items()]
        self.fields["person"].choices = [("", ""), *names]

    def clean_person(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class CounsellingForm(Form):
    held_on = forms.DateField(label=pgettext_lazy("field", "Date and time"))
    language = choice_field(gettext_lazy("In which language"), languages, required=True)
    with_interpreter = forms.BooleanField(
        label=gettext_lazy("An interpreter was there"), required=False
    )
    explained = forms.MultipleChoiceField(
        label=gettext_lazy("Information given and questions asked"),
        choices=code_lists.lazy_choices("voluntariness_check"), widget=CheckboxList,
        error_messages={"required": gettext_lazy("Tick what was explained.")},
    )  # fmt: skip
    text = text_field(
        gettext_lazy("Account of the person"), gettext_lazy("In their own words if you can.")
    )


class DecisionForm(Form):
    goes = YesNoField(label=gettext_lazy("Wishes to return"))
    decided_on = forms.DateField(label=gettext_lazy("Date of decision"))
    situation = forms.ChoiceField(
        label=gettext_lazy("Legal status on that date"),
        help_text=gettext_lazy("Kept so that figures can be read under either definition."),
        choices=ReturnDecision.Situation, widget=RadioList,
    )  # fmt: skip
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("Voluntariness checks"),
        help_text=gettext_lazy("A yes counts only when all of it is so. Tick only what you know."),
        choices=code_lists.lazy_choices("voluntariness_check"), widget=CheckboxList,
        required=False,
    )  # fmt: skip
    language = choice_field(gettext_lazy("In which language"), languages, required=True)
    with_interpreter = forms.BooleanField(
        label=gettext_lazy("An interpreter was there"), required=False
    )
    signed = forms.ChoiceField(
        label=gettext_lazy("Form of declaration"), choices=ReturnDecision.Signed, widget=RadioList
    )
    witness = forms.CharField(label=gettext_lazy("Witness or interpreter"), required=False)
    by_guardian = forms.BooleanField(label=gettext_lazy("Decision by guardian"), required=False)
    guardian = forms.CharField(label=gettext_lazy("Name of the guardian"), required=False)
    assent = forms.ChoiceField(
        label=gettext_lazy("Wish of the child"), required=False,
        choices=[("", gettext_lazy("Not asked, or not a child")), ("yes", gettext_lazy("Yes")),
                 ("no", gettext_lazy("No"))],
    )  # fmt: skip
    text = text_field(gettext_lazy("Account of the person"))

    def __init__(self, *args: Any, traveller: Traveller, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = traveller.journey.case.office.today()
        if not traveller.is_child:
            del self.fields["assent"]

    def clean_assent(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["assent"])


class PartForm(TravellersForm):
    travellers = forms.MultipleChoiceField(
        label=gettext_lazy("Person to remove"), widget=CheckboxList,
        error_messages={"required": gettext_lazy("Choose who leaves the travel group.")},
    )  # fmt: skip
    how = forms.ChoiceField(
        label=gettext_lazy("Next step for the person"),
        choices=TravelGroupSplit.How,
        widget=RadioList,
    )
    because = text_field(pgettext_lazy("field, question", "Reason"), required=True)

    def __init__(self, *args: Any, travellers: list[Traveller], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer("travellers", travellers)

    def clean_travellers(self) -> list[Traveller]:
        return [self.known[ref] for ref in self.cleaned_data["travellers"]]


class EndForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason for closing"), choices=ReturnJourney.EndReason, widget=RadioList
    )
    text = text_field(pgettext_lazy("return", "Result"))

"""What one writes down about help that is offered, and how one looks through it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.people.forms.fields import PlaceField, choice_field, with_blank
from amparo.ui.cldr import languages
from amparo.ui.forms import MISSING, Form, Ticks

from ..models import Location, Provider, Service, Verification
from ..wording import LONGEST
from .worded import Asked, Worded, WordedForm, story

# What there may be several of, and how each is called.
SEVERAL = {"types": "type", "languages": "language", "interpreted": "interpreted"}


def kinds() -> list:
    return codes.tree("service_type")


def _one_by_one(name: str, values: list[str]) -> dict[str, str]:
    return {f"{SEVERAL[name]}_{number}": value for number, value in enumerate(values, 1)}


class ServiceForm(WordedForm):
    name = Worded(_("Name"), max_length=200, required=True)
    type_1 = forms.ChoiceField(label=_("Kind of help"), choices=with_blank(kinds))
    type_2 = choice_field(_("Also"), kinds)
    type_3 = choice_field(_("And also"), kinds)
    about = Worded(_("What one finds there"), widget=story())
    status = forms.ChoiceField(label=_("State"), choices=Service.Status)
    at = forms.ModelMultipleChoiceField(
        label=_("Where"), queryset=Location.objects.none(), widget=Ticks, required=False
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    audience = forms.ChoiceField(label=_("For whom"), choices=Service.Audience, required=False)
    minimum_age = forms.IntegerField(
        label=_("From which age"), min_value=0, max_value=120, required=False
    )
    maximum_age = forms.IntegerField(
        label=_("Up to which age"), min_value=0, max_value=120, required=False
    )
    who_can_come = Worded(_("Who can come, in their words"), widget=story())
    how_to_come = Worded(_("How one comes by it"), widget=story())
    to_bring = Worded(_("What to bring"), widget=story())
    asks_for_papers = Asked(_("They ask for papers"))
    welcomes_irregular = Asked(_("People without a regular stay are welcome"))
    is_free = Asked(_("It is free"))
    is_child_friendly = Asked(_("One can come with children"))
    needs_appointment = Asked(_("One needs an appointment"))
    language_1 = choice_field(_("Language spoken there"), languages)
    language_2 = choice_field(_("Another language"), languages)
    language_3 = choice_field(_("And another"), languages)
    interpreted_1 = choice_field(_("Through an interpreter"), languages)
    interpreted_2 = choice_field(_("Another through an interpreter"), languages)
    is_confidential = forms.BooleanField(
        label=_("A safe house, or help for people in danger"),
        help_text=_("It is found by a call: no address and no telephone of its own is shown."),
        required=False,
    )

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["at"].queryset = provider.locations.order_by("pk")
        if self.record is not None:
            self.initial["at"] = [each.location_id for each in self.record.offered.all()]
            for name in SEVERAL:
                self.initial.update(_one_by_one(name, self._kept(name)))

    def clean(self) -> dict:
        found = super().clean()
        for name, singular in SEVERAL.items():
            numbered = [key for key in self.base_fields if key.startswith(f"{singular}_")]
            chosen_ones = [found.pop(key, "") for key in numbered]
            found[name] = list(dict.fromkeys(filter(None, chosen_ones)))
        return found

    def _kept(self, name: str) -> list[str]:
        if name == "types":
            return [each.code for each in self.record.types.all()]
        return getattr(self.record, name)


class WordsForm(WordedForm):
    """The words alone, for who translates them."""

    name = Worded(_("Name"), max_length=200)
    about = Worded(_("What one finds there"), widget=story())
    who_can_come = Worded(_("Who can come, in their words"), widget=story())
    how_to_come = Worded(_("How one comes by it"), widget=story())
    to_bring = Worded(_("What to bring"), widget=story())


class ConfirmForm(Form):
    how = forms.ChoiceField(
        label=_("How do you know?"),
        choices=[choice for choice in Verification.How.choices if choice[0] in ("visit", "call")],
    )


TRUE, CHANGED = "true", "changed"


class StillTrueForm(Form):
    """Of each service: still true, or what is not."""

    def __init__(self, *args: Any, services: Iterable[Service], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.services = list(services)
        for number, service in enumerate(self.services, 1):
            self.fields[f"is_{number}"] = forms.ChoiceField(
                label=service.title.words, widget=forms.RadioSelect,
                choices=((TRUE, _("All of it is still true")), (CHANGED, _("Something changed"))),
                error_messages={"required": MISSING},
            )  # fmt: skip
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("What is no longer true"), widget=story(), required=False,
                max_length=LONGEST,
            )  # fmt: skip

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        for number, _service in enumerate(self.services, 1):
            is_changed = found.get(f"is_{number}") == CHANGED
            if is_changed and not found.get(f"words_{number}", "").strip():
                self.add_error(f"words_{number}", _("Write what is no longer true."))
        return found

    @property
    def asked(self) -> list[tuple[Service, forms.BoundField, forms.BoundField]]:
        """Each service with its two questions, for the page."""
        return [
            (service, self[f"is_{number}"], self[f"words_{number}"])
            for number, service in enumerate(self.services, 1)
        ]

    @property
    def said(self) -> list[tuple[Service, bool, str]]:
        found = self.cleaned_data
        return [
            (service, found[f"is_{number}"] == TRUE, found[f"words_{number}"])
            for number, service in enumerate(self.services, 1)
        ]


class RoomForm(Form):
    room = forms.ChoiceField(label=_("Room today"), choices=Service.Room, required=False)


class SiftForm(Form):
    """Which services a list shows."""

    kind = forms.ChoiceField(label=_("Kind of help"), required=False)
    place = PlaceField(label=_("Town or district"), required=False)
    only = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=(("", _("All that run")), ("stale", _("To be confirmed")),
                 ("ended", _("Not running"))),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        groups = [
            (term.code, term.label) for term in codes.terms("service_type") if not term.parent
        ]
        self.fields["kind"].choices = [("", _("Any")), *groups]
        self.fields["place"].offer(user)  # type: ignore[attr-defined]

"""What one writes down about those who help: never more than one knows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amparo.foundation.people.forms.listed import blank, chosen
from amparo.foundation.people.forms.places import PlaceField
from amparo.foundation.trust import codes
from amparo.foundation.trust.models import Organization, User
from amparo.foundation.trust.models.offices import check_time_zone
from amparo.ui.cldr import languages, week_days
from amparo.ui.forms import MISSING, DateBox, Form, Ticks

from .models import Location, Provider, Service, Verification
from .opening_hours import DAYS, Hours
from .wording import LONGEST, Wording

KNOWN = (("", _("Not asked yet")), ("yes", _("Yes")), ("no", _("No")))
_MEANS = {"": None, "yes": True, "no": False}


class Asked(forms.ChoiceField):
    """Yes, no, or nobody has asked yet."""

    def __init__(self, label: Any, **kwargs: Any):
        super().__init__(label=label, choices=KNOWN, required=False, **kwargs)

    def clean(self, value: str) -> bool | None:
        return _MEANS[super().clean(value)]

    def prepare_value(self, value: object) -> object:
        return {None: "", True: "yes", False: "no"}.get(value, value)  # type: ignore[call-overload]


class Worded(forms.CharField):
    """Words in the language that is being written; what stands in the others stays."""

    def __init__(self, label: Any, **kwargs: Any):
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(label=label, **kwargs)


def story() -> forms.Textarea:
    return forms.Textarea({"rows": 3})


class WordedForm(Form):
    """Some fields are words that stand in several languages: one is written at a time."""

    def __init__(self, *args: Any, record: Any = None, language: str = "", **kwargs: Any):
        self.record, self.language = record, language or (get_language() or "en").split("-")[0]
        initial = self._known() | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        for name in self._worded():
            self.fields[name].widget.attrs |= {"lang": self.language, "dir": "auto"}

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        for name in self._worded():
            before: Wording = getattr(self.record, name, None) or {}
            found[name] = before | {self.language: found.get(name, "")}
        return found

    def _worded(self) -> list[str]:
        return [name for name, field in self.base_fields.items() if isinstance(field, Worded)]

    def _known(self) -> dict:
        if self.record is None:
            return {}
        plain = {
            name: getattr(self.record, name)
            for name in self.base_fields
            if hasattr(type(self.record), name)
        }
        words = {name: plain.get(name, {}).get(self.language, "") for name in self._worded()}
        return plain | words


class ProviderForm(WordedForm):
    about = Worded(_("What they do"), widget=story())
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    keeps_firewall = Asked(
        _("Nothing told there reaches immigration control"),
        help_text=_("Say yes only where they have put it in writing."),
    )
    psea_assessed_on = forms.DateField(
        label=_("Protection from sexual exploitation and abuse assessed on"), required=False
    )
    keeper_name = forms.CharField(
        label=_("Who confirms once a year that it is all still true"), required=False
    )
    keeper_email = forms.EmailField(label=_("Their e-mail"), required=False)
    keeper_phone = forms.CharField(label=_("Their telephone"), max_length=40, required=False)


class NewProviderForm(ProviderForm):
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none()
    )
    field_order = ["organization"]

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        free = Organization.objects.open_to(user).filter(provider=None)
        self.fields["organization"].queryset = free.order_by("name")


class DutyBearerForm(WordedForm):
    mandate = Worded(_("What it is there for"), widget=story(), required=True)
    obligations = forms.MultipleChoiceField(
        label=_("What it owes"), widget=Ticks, required=False,
        choices=codes.offering("obligation"),
    )  # fmt: skip

    def _known(self) -> dict:
        owed = self.record.obligations.values_list("code", flat=True) if self.record else ()
        return super()._known() | {"obligations": list(owed)}


class LocationForm(WordedForm):
    kind = forms.ChoiceField(label=_("How help is reached"), choices=Location.Kind)
    is_hidden = forms.BooleanField(
        label=_("The address is kept secret"),
        help_text=_("A safe house: it is shown on no map and to nobody outside."),
        required=False,
    )
    name = forms.CharField(label=_("Name of the place"), required=False)
    place = PlaceField(label=_("Town or district"), required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    directions = Worded(_("How to find it"), widget=story())
    latitude = forms.FloatField(
        label=_("Latitude"), required=False, min_value=-90, max_value=90, localize=False
    )
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180, localize=False
    )
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, validators=[check_time_zone])
    accessibility = forms.MultipleChoiceField(
        label=_("Accessible"), choices=Location.Accessibility, widget=Ticks, required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        here = self.record.place if self.record else None
        self.fields["place"].offer(user, here)  # type: ignore[attr-defined]
        if here:
            self.initial["place"] = str(here.ref)
        if self.record and self.record.is_hidden:
            self.initial["address"] = self.record.hidden_address


# What there may be several of, and how each is called.
SEVERAL = {"types": "type", "languages": "language", "interpreted": "interpreted"}


def kinds() -> list:
    return codes.tree("service_type")


def _one_by_one(name: str, values: list[str]) -> dict[str, str]:
    return {f"{SEVERAL[name]}_{number}": value for number, value in enumerate(values, 1)}


class ServiceForm(WordedForm):
    name = Worded(_("Name"), max_length=200, required=True)
    type_1 = forms.ChoiceField(label=_("Kind of help"), choices=blank(kinds))
    type_2 = chosen(_("Also"), kinds)
    type_3 = chosen(_("And also"), kinds)
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
    language_1 = chosen(_("Language spoken there"), languages)
    language_2 = chosen(_("Another language"), languages)
    language_3 = chosen(_("And another"), languages)
    interpreted_1 = chosen(_("Through an interpreter"), languages)
    interpreted_2 = chosen(_("Another through an interpreter"), languages)
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


# A week, feasts and repairs: more lines than any timetable that somebody reads.
LINES = 8
MIDNIGHT = Hours(frozenset()).opens


class TimetableForm(Form):
    """The hours of a service at a place, a line after the other; empty ones say nothing."""

    def __init__(self, *args: Any, kept: list[Hours] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = [name for _number, name in week_days()]
        self.count = min(LINES, max(len(kept or ()), 1) + 2) if not self.is_bound else LINES
        for number in range(1, self.count + 1):
            for name, field in _line_of_hours(names).items():
                self.fields[f"{name}_{number}"] = field
        for number, line in enumerate(kept or (), 1):
            told = {f"{name}_{number}": value for name, value in _told(line).items()}
            self.initial.update(told)

    @property
    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each line, called by its number, with its fields: for the page."""
        names = list(_line_of_hours([""] * 7))
        return [
            (f"{gettext('Hours')} {number}", [self[f"{name}_{number}"] for name in names])
            for number in range(1, self.count + 1)
        ]

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        kept = []
        for number in range(1, self.count + 1):
            said = {name: found.get(f"{name}_{number}") for name in _line_of_hours([""] * 7)}
            if said["days"]:
                kept.append(_as_hours(said))
            elif any(said.values()):
                self.add_error(f"days_{number}", _("Choose the days."))
        return {"lines": kept}


def _line_of_hours(names: list[str]) -> dict[str, forms.Field]:
    return {
        "days": forms.MultipleChoiceField(
            label=_("Days"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=list(zip(DAYS, names, strict=True)),
        ),
        "opens": forms.TimeField(label=_("Opens"), required=False, widget=Clock()),
        "closes": forms.TimeField(
            label=_("Closes"), required=False, widget=Clock(),
            help_text=_("The same hour twice: the whole day."),
        ),
        "for_women": forms.BooleanField(label=_("For women alone"), required=False),
        "is_shut": forms.BooleanField(label=_("Closed on these days"), required=False),
        "since": forms.DateField(label=_("Since"), required=False, widget=DateBox()),
        "until": forms.DateField(label=_("Until"), required=False, widget=DateBox()),
    }  # fmt: skip


class Clock(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"


def _as_hours(said: dict) -> Hours:
    return Hours(
        frozenset(said["days"]), said["opens"] or MIDNIGHT, said["closes"] or MIDNIGHT,
        said["since"], said["until"], bool(said["for_women"]), bool(said["is_shut"]),
    )  # fmt: skip


def _told(line: Hours) -> dict:
    return {
        "days": [day for day in DAYS if day in line.days], "opens": line.opens,
        "closes": line.closes, "since": line.since, "until": line.until,
        "for_women": line.for_women, "is_shut": line.is_shut,
    }  # fmt: skip


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

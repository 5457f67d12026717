"""Forms: a service, its translation, verification, details and hours; the filter of the list."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.people.forms.fields import PlaceField, choice_field, with_blank
from amparo.foundation.people.models import Place
from amparo.ui.formats import currencies, languages, week_days
from amparo.ui.forms import MISSING, CheckboxList, Form, LocalDateInput

from ..models import (
    ContactPoint,
    Location,
    Provider,
    Service,
    ServiceArea,
    ServiceCost,
    ServiceVerification,
)
from ..opening_hours import DAYS, Hours
from ..translated_text import MAXIMUM_LENGTH
from .translated import TranslatedField, TranslatedForm, YesNoUnknownField, text_area

# What there may be several of, and how each is called.
SEVERAL = {"types": "type", "languages": "language", "interpreted": "interpreted"}


def service_type_choices() -> list:
    return codes.tree("service_type")


def _numbered(name: str, values: list[str]) -> dict[str, str]:
    return {f"{SEVERAL[name]}_{number}": value for number, value in enumerate(values, 1)}


class ServiceForm(TranslatedForm):
    name = TranslatedField(_("Name"), max_length=200, required=True)
    type_1 = forms.ChoiceField(label=_("Service type"), choices=with_blank(service_type_choices))
    type_2 = choice_field(_("Also"), service_type_choices)
    type_3 = choice_field(_("And also"), service_type_choices)
    about = TranslatedField(_("What one finds there"), widget=text_area())
    status = forms.ChoiceField(label=pgettext_lazy("column", "Status"), choices=Service.Status)
    at = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("column", "Location"),
        queryset=Location.objects.none(),
        widget=CheckboxList,
        required=False,
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    audience = forms.ChoiceField(label=_("Target group"), choices=Service.Audience, required=False)
    minimum_age = forms.IntegerField(
        label=_("Minimum age"), min_value=0, max_value=120, required=False
    )
    maximum_age = forms.IntegerField(
        label=_("Maximum age"), min_value=0, max_value=120, required=False
    )
    who_can_come = TranslatedField(
        _("Eligibility, in the organization’s words"), widget=text_area()
    )
    how_to_come = TranslatedField(_("Access procedure"), widget=text_area())
    to_bring = TranslatedField(_("Documents to bring"), widget=text_area())
    requires_documents = YesNoUnknownField(_("Documents required"))
    welcomes_irregular = YesNoUnknownField(_("Open to people in an irregular situation"))
    is_free = YesNoUnknownField(_("Free of charge"))
    is_child_friendly = YesNoUnknownField(_("Children welcome"))
    needs_appointment = YesNoUnknownField(_("Appointment required"))
    language_1 = choice_field(_("Languages spoken"), languages)
    language_2 = choice_field(_("Another language"), languages)
    language_3 = choice_field(pgettext_lazy("row", "Add another"), languages)
    interpreted_1 = choice_field(_("Interpretation available"), languages)
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
            self.initial["at"] = [
                each.location_id for each in self.record.service_at_locations.all()
            ]
            for name in SEVERAL:
                self.initial.update(_numbered(name, self._kept(name)))

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


class ServiceTranslationForm(TranslatedForm):
    """The translated fields alone, for whoever translates them."""

    name = TranslatedField(_("Name"), max_length=200)
    about = TranslatedField(_("What one finds there"), widget=text_area())
    who_can_come = TranslatedField(
        _("Eligibility, in the organization’s words"), widget=text_area()
    )
    how_to_come = TranslatedField(_("Access procedure"), widget=text_area())
    to_bring = TranslatedField(_("Documents to bring"), widget=text_area())


class VerificationForm(Form):
    how = forms.ChoiceField(
        label=_("Source of verification"),
        choices=[
            choice for choice in ServiceVerification.How.choices if choice[0] in ("visit", "call")
        ],
    )


TRUE, CHANGED = "true", "changed"


class ConfirmationForm(Form):
    """Of each service: still true, or what is not."""

    def __init__(self, *args: Any, services: Iterable[Service], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.services = list(services)
        for number, service in enumerate(self.services, 1):
            self.fields[f"is_{number}"] = forms.ChoiceField(
                label=service.title.text, widget=forms.RadioSelect,
                choices=((TRUE, _("All details are correct")),
                    (CHANGED, pgettext_lazy("directory", "Something changed"))),
                error_messages={"required": MISSING},
            )  # fmt: skip
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Outdated information"), widget=text_area(), required=False,
                max_length=MAXIMUM_LENGTH,
            )  # fmt: skip

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        for number, _service in enumerate(self.services, 1):
            is_changed = found.get(f"is_{number}") == CHANGED
            if is_changed and not found.get(f"text_{number}", "").strip():
                self.add_error(f"text_{number}", _("Write what is no longer true."))
        return found

    @property
    def questions(self) -> list[tuple[Service, forms.BoundField, forms.BoundField]]:
        """Each service with its two questions, for the page."""
        return [
            (service, self[f"is_{number}"], self[f"text_{number}"])
            for number, service in enumerate(self.services, 1)
        ]

    @property
    def answers(self) -> list[tuple[Service, bool, str]]:
        found = self.cleaned_data
        return [
            (service, found[f"is_{number}"] == TRUE, found[f"text_{number}"])
            for number, service in enumerate(self.services, 1)
        ]


class CapacityForm(Form):
    capacity = forms.ChoiceField(
        label=_("Places available today"), choices=Service.Capacity, required=False
    )


class ServiceFilterForm(Form):
    """Which services a list shows."""

    kind = forms.ChoiceField(label=_("Service type"), required=False)
    place = PlaceField(label=_("Town or district"), required=False)
    only = forms.ChoiceField(
        label=pgettext_lazy("filter", "Apply"), required=False,
        choices=(("", _("All that run")), ("stale", _("To be confirmed")),
                 ("ended", _("Not running"))),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        groups = [
            (term.code, term.label) for term in codes.terms("service_type") if not term.parent
        ]
        self.fields["kind"].choices = [("", _("Any")), *groups]
        self.fields["place"].offer(user, self._place_asked_for(user))  # type: ignore[attr-defined]

    def _place_asked_for(self, user: User) -> Place | None:
        """A place that a link leads to, also where the gazetteer is longer than the choices."""
        try:
            ref = UUID(self.data.get("place", ""))
        except ValueError:
            return None
        return Place.objects.accessible_to(user).filter(ref=ref).first()


# Prices, areas and contact points: a few lines of each.

# More of each than anybody reads before going there.
MAXIMUM_DETAILS = 6


class DetailsForm(Form):
    """Empty lines say nothing; text is written in the reader's language, the others stay."""

    def __init__(self, *args: Any, service: Service, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.language = (get_language() or "en").split("-")[0]
        self.there: dict[str, list[Any]] = {
            "cost": list(service.costs.all()),  # type: ignore[attr-defined]
            "area": list(service.areas.select_related("place")),  # type: ignore[attr-defined]
            "contact_point": list(service.contact_points.all()),  # type: ignore[attr-defined]
        }
        for kind, make in _DETAIL_FIELDS.items():
            for number in range(1, self._count(kind) + 1):
                self._add(kind, number, make(), user)

    def _count(self, kind: str) -> int:
        return (
            MAXIMUM_DETAILS if self.is_bound else min(MAXIMUM_DETAILS, len(self.there[kind]) + 1)
        )

    def _add(self, kind: str, number: int, fields: dict[str, forms.Field], user: User) -> None:
        kept = self._kept(kind, number)
        for name, field in fields.items():
            key = f"{kind}_{name}_{number}"
            self.fields[key] = field
            value = getattr(kept, name, None)
            if isinstance(field, PlaceField):
                field.offer(user, value)
                value = str(value.ref) if value else ""
            self.initial[key] = value.get(self.language, "") if isinstance(value, dict) else value

    def _kept(self, kind: str, number: int) -> Any:
        return self.there[kind][number - 1] if number <= len(self.there[kind]) else None

    @property
    def parts(self) -> list[tuple[Any, list[list[forms.BoundField]]]]:
        """Each part with its lines, for the page."""
        return [(title, self._lines(kind)) for kind, title in _DETAIL_TITLES.items()]

    def _lines(self, kind: str) -> list[list[forms.BoundField]]:
        names = list(_DETAIL_FIELDS[kind]())
        return [
            [self[f"{kind}_{name}_{number}"] for name in names]
            for number in range(1, self._count(kind) + 1)
        ]

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        for number in range(1, MAXIMUM_DETAILS + 1):
            cost = self._values("cost", number)
            if cost.get("amount") is not None and not cost.get("currency"):
                self.add_error(f"cost_currency_{number}", _("Choose the currency."))
            if cost.get("amount") is None and (cost.get("option") or cost.get("currency")):
                self.add_error(f"cost_amount_{number}", _("Write how much it costs."))
            contact_point = self._values("contact_point", number)
            if any(contact_point.values()) and not contact_point.get("title"):
                self.add_error(f"contact_point_title_{number}", _("Write whom to ask for."))
        return found

    def _values(self, kind: str, number: int) -> dict[str, Any]:
        return {
            name: self.cleaned_data.get(f"{kind}_{name}_{number}")
            for name in _DETAIL_FIELDS[kind]()
        }

    @property
    def records(self) -> dict[str, list[Any]]:
        """The lines that say something, as records that are not kept yet."""
        return {
            "costs": self._records("cost", ServiceCost, ("option",)),
            "areas": self._records("area", ServiceArea, ("description",)),
            "contact_points": self._records("contact_point", ContactPoint, ()),
        }

    def _records(self, kind: str, model: Any, worded: tuple[str, ...]) -> list[Any]:
        made = []
        for number in range(1, MAXIMUM_DETAILS + 1):
            values = self._values(kind, number)
            if not any(value not in (None, "") for value in values.values()):
                continue
            for name in worded:
                before = getattr(self._kept(kind, number), name, {})
                values[name] = _in_language(before, self.language, values[name])
            made.append(model(**values))
        return made


def _in_language(before: dict[str, str], language: str, text: str) -> dict[str, str]:
    texts = before | {language: text}
    return {code: each for code, each in texts.items() if each}


def _cost_fields() -> dict[str, forms.Field]:
    return {
        "option": forms.CharField(label=pgettext_lazy("cost", "Applies to"), required=False),
        "amount": forms.DecimalField(
            label=pgettext_lazy("cost", "Amount"),
            required=False,
            min_value=0,
            max_digits=12,
            decimal_places=2,
        ),
        "currency": choice_field(_("Currency"), currencies),
        "since": forms.DateField(
            label=pgettext_lazy("column", "Since"), required=False, widget=LocalDateInput()
        ),
        "until": forms.DateField(
            label=pgettext_lazy("period", "End date"), required=False, widget=LocalDateInput()
        ),
    }


def _area_fields() -> dict[str, forms.Field]:
    return {
        "place": PlaceField(label=_("Town or district"), required=False),
        "description": forms.CharField(label=_("In words"), required=False),
    }


def _contact_point_fields() -> dict[str, forms.Field]:
    return {
        "title": forms.CharField(
            label=_("Contact person"),
            required=False,
            help_text=_("A function, as in “social worker on duty”. Never a person's name."),
        ),
        "department": forms.CharField(label=_("Department"), required=False),
        "phone": forms.CharField(label=_("Telephone"), max_length=40, required=False),
        "email": forms.EmailField(label=_("E-mail"), required=False),
    }


_DETAIL_FIELDS = {
    "cost": _cost_fields,
    "area": _area_fields,
    "contact_point": _contact_point_fields,
}
_DETAIL_TITLES = {
    "cost": pgettext_lazy("field", "Cost"),
    "area": _("Area covered"),
    "contact_point": _("Contact person"),
}


# Opening hours, a line each.

# A week, feasts and repairs: more lines than any timetable that somebody reads.
MAXIMUM_HOURS = 8
MIDNIGHT = Hours(frozenset()).opens


class TimetableForm(Form):
    """The hours of a service at a place, a line after the other; empty ones say nothing."""

    def __init__(self, *args: Any, kept: list[Hours] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = [name for _number, name in week_days()]
        self.count = (
            min(MAXIMUM_HOURS, max(len(kept or ()), 1) + 2) if not self.is_bound else MAXIMUM_HOURS
        )
        for number in range(1, self.count + 1):
            for name, field in _hours_fields(names).items():
                self.fields[f"{name}_{number}"] = field
        for number, line in enumerate(kept or (), 1):
            initial = {
                f"{name}_{number}": value for name, value in _initial_of_hours(line).items()
            }
            self.initial.update(initial)

    @property
    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each line, called by its number, with its fields: for the page."""
        names = list(_hours_fields([""] * 7))
        return [
            (f"{gettext('Opening hours')} {number}", [self[f"{name}_{number}"] for name in names])
            for number in range(1, self.count + 1)
        ]

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        kept = []
        for number in range(1, self.count + 1):
            line = {name: found.get(f"{name}_{number}") for name in _hours_fields([""] * 7)}
            if line["days"]:
                kept.append(_as_hours(line))
            elif any(line.values()):
                self.add_error(f"days_{number}", _("Choose the days."))
        return {"lines": kept}


def _hours_fields(names: list[str]) -> dict[str, forms.Field]:
    return {
        "days": forms.MultipleChoiceField(
            label=_("Days"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=list(zip(DAYS, names, strict=True)),
        ),
        "opens": forms.TimeField(label=_("Opens"), required=False, widget=BrowserTimeInput()),
        "closes": forms.TimeField(
            label=_("Closes"), required=False, widget=BrowserTimeInput(),
            help_text=_("The same hour twice: the whole day."),
        ),
        "for_women": forms.BooleanField(label=_("Women only"), required=False),
        "is_shut": forms.BooleanField(label=_("Closed on these days"), required=False),
        "since": forms.DateField(label=pgettext_lazy("column", "Since"), required=False,
            widget=LocalDateInput()),
        "until": forms.DateField(label=pgettext_lazy("period", "End date"), required=False,
            widget=LocalDateInput()),
    }  # fmt: skip


class BrowserTimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"


def _as_hours(line: dict) -> Hours:
    return Hours(
        frozenset(line["days"]), line["opens"] or MIDNIGHT, line["closes"] or MIDNIGHT,
        line["since"], line["until"], bool(line["for_women"]), bool(line["is_shut"]),
    )  # fmt: skip


def _initial_of_hours(line: Hours) -> dict:
    return {
        "days": [day for day in DAYS if day in line.days], "opens": line.opens,
        "closes": line.closes, "since": line.since, "until": line.until,
        "for_women": line.for_women, "is_shut": line.is_shut,
    }  # fmt: skip

"""What a service costs, for which area it is, and whom there to ask for: a few lines of each."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.models import User
from amparo.foundation.people.forms.fields import PlaceField, choice_field
from amparo.ui.cldr import currencies
from amparo.ui.forms import DateBox, Form

from ..models import Area, Desk, Price, Service

# More of each than anybody reads before going there.
MOST = 6


class DetailsForm(Form):
    """Empty lines say nothing; words are written in the reader's language, the others stay."""

    def __init__(self, *args: Any, service: Service, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.language = (get_language() or "en").split("-")[0]
        self.there: dict[str, list[Any]] = {
            "price": list(service.prices.all()),  # type: ignore[attr-defined]
            "area": list(service.areas.select_related("place")),  # type: ignore[attr-defined]
            "desk": list(service.desks.all()),  # type: ignore[attr-defined]
        }
        for kind, make in _LINES.items():
            for number in range(1, self._count(kind) + 1):
                self._add(kind, number, make(), user)

    def _count(self, kind: str) -> int:
        return MOST if self.is_bound else min(MOST, len(self.there[kind]) + 1)

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
        return [(title, self._lines(kind)) for kind, title in _TITLES.items()]

    def _lines(self, kind: str) -> list[list[forms.BoundField]]:
        names = list(_LINES[kind]())
        return [
            [self[f"{kind}_{name}_{number}"] for name in names]
            for number in range(1, self._count(kind) + 1)
        ]

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        for number in range(1, MOST + 1):
            price = self._said("price", number)
            if price.get("amount") is not None and not price.get("currency"):
                self.add_error(f"price_currency_{number}", _("Choose the currency."))
            if price.get("amount") is None and (price.get("option") or price.get("currency")):
                self.add_error(f"price_amount_{number}", _("Write how much it costs."))
            desk = self._said("desk", number)
            if any(desk.values()) and not desk.get("title"):
                self.add_error(f"desk_title_{number}", _("Write whom to ask for."))
        return found

    def _said(self, kind: str, number: int) -> dict[str, Any]:
        return {name: self.cleaned_data.get(f"{kind}_{name}_{number}") for name in _LINES[kind]()}

    @property
    def kept(self) -> dict[str, list[Any]]:
        """The lines that say something, as records that are not kept yet."""
        return {
            "prices": self._records("price", Price, ("option",)),
            "areas": self._records("area", Area, ("words",)),
            "desks": self._records("desk", Desk, ()),
        }

    def _records(self, kind: str, model: Any, worded: tuple[str, ...]) -> list[Any]:
        made = []
        for number in range(1, MOST + 1):
            told = self._said(kind, number)
            if not any(value not in (None, "") for value in told.values()):
                continue
            for name in worded:
                before = getattr(self._kept(kind, number), name, {})
                told[name] = _in_language(before, self.language, told[name])
            made.append(model(**told))
        return made


def _in_language(before: dict[str, str], language: str, words: str) -> dict[str, str]:
    told = before | {language: words}
    return {code: each for code, each in told.items() if each}


def _price() -> dict[str, forms.Field]:
    return {
        "option": forms.CharField(label=_("For whom or for what"), required=False),
        "amount": forms.DecimalField(
            label=_("How much"), required=False, min_value=0, max_digits=12, decimal_places=2
        ),
        "currency": choice_field(_("Currency"), currencies),
        "since": forms.DateField(label=_("Since"), required=False, widget=DateBox()),
        "until": forms.DateField(label=_("Until"), required=False, widget=DateBox()),
    }


def _area() -> dict[str, forms.Field]:
    return {
        "place": PlaceField(label=_("Town or district"), required=False),
        "words": forms.CharField(label=_("In words"), required=False),
    }


def _desk() -> dict[str, forms.Field]:
    return {
        "title": forms.CharField(
            label=_("Whom to ask for"),
            required=False,
            help_text=_("A function, as in “social worker on duty”. Never a person's name."),
        ),
        "department": forms.CharField(label=_("Department"), required=False),
        "phone": forms.CharField(label=_("Telephone"), max_length=40, required=False),
        "email": forms.EmailField(label=_("E-mail"), required=False),
    }


_LINES = {"price": _price, "area": _area, "desk": _desk}
_TITLES = {
    "price": _("What it costs"),
    "area": _("For which area"),
    "desk": _("Whom to ask for"),
}

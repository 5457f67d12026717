"""Forms of placements and of reach."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.funding.forms import NOTHING, amount_field
from amparo.foundation.people.forms.fields import PlaceField
from amparo.pillars.advocacy.message_bank.models import KeyMessage
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..models import Campaign, Exposure, Placement
from ..models.exposures import METHOD_MISSING


def language_choices() -> list[tuple[str, str]]:
    return [(code, formats.language_name(code)) for code, _name in settings.LANGUAGES]


def _times_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=pgettext_lazy("placement", "Times or copies"), min_value=1, max_value=10_000_000,
        help_text=gettext_lazy("Spots on air, copies on paper, sessions held."),
    )  # fmt: skip


def _cost_field() -> forms.DecimalField:
    return amount_field(pgettext_lazy("placement", "Cost"), min_value=NOTHING, required=False)


class PlacementForm(Form):
    """A placement of an approved message; cleans `languages` to one text."""

    message = forms.ModelChoiceField(
        KeyMessage.objects.none(), label=gettext_lazy("Key message"),
        help_text=gettext_lazy("Only approved messages are offered."),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=pgettext_lazy("message", "Channel"),
        choices=codes.lazy_choices("communication_channel"),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), choices=language_choices, widget=CheckboxList
    )
    place = PlaceField(label=pgettext_lazy("placement", "Area"), required=False)
    where = forms.CharField(
        label=pgettext_lazy("placement", "Where exactly"), max_length=140,
        help_text=gettext_lazy("The station, the wall, the group: nobody is named."),
    )  # fmt: skip
    from_on = forms.DateField(label=pgettext_lazy("placement", "From"))
    until_on = forms.DateField(label=pgettext_lazy("placement", "Until"))
    times = _times_field()
    cost = _cost_field()

    def __init__(self, *args: Any, campaign: Campaign, user: User,
                 placement: Placement | None = None, **kwargs: Any):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(user, placement.place if placement else None)  # type: ignore[attr-defined]
        mine = KeyMessage.objects.accessible_to(user).approved()
        field: Any = self.fields["message"]
        field.queryset = mine.order_by("-year", "-serial")
        field.label_from_instance = lambda each: f"{each.number} {each.title}"
        _name_currency(self, campaign)
        self.initial.setdefault("from_on", campaign.begins_on)
        self.initial.setdefault("until_on", campaign.ends_on)
        if placement is not None:
            names = ("message", "channel", "where", "from_on", "until_on", "times", "cost")
            self.initial = dict(self.initial) | {name: getattr(placement, name) for name in names}
            self.initial["languages"] = placement.language_codes
            self.initial["place"] = str(placement.place.ref) if placement.place else ""

    def clean_languages(self) -> str:
        return ",".join(self.cleaned_data["languages"])


def _name_currency(form: Form, campaign: Campaign) -> None:
    """Costs are in the currency of the budget line; without one there is none to write."""
    if campaign.budget_line is None:
        del form.fields["cost"]
    else:
        form.fields["cost"].label = f"{form.fields['cost'].label} ({campaign.currency})"


class FinishForm(Form):
    """What was made of a placement."""

    times = _times_field()
    cost = _cost_field()

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _name_currency(self, placement.campaign)
        self.initial = dict(self.initial) | {"times": placement.times, "cost": placement.cost}


class ExposureForm(Form):
    """A figure of reach; its method is chosen by hand, never by default."""

    method = forms.ChoiceField(
        label=pgettext_lazy("reach", "How it was counted"), widget=RadioList,
        choices=Exposure.Method.choices, error_messages={"required": METHOD_MISSING},
    )  # fmt: skip
    figure = forms.IntegerField(
        label=pgettext_lazy("reach", "Figure"), min_value=0, max_value=1_000_000_000
    )
    placement = forms.ModelChoiceField(
        Placement.objects.none(), label=pgettext_lazy("of a campaign", "Placement"),
        required=False,
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=pgettext_lazy("message", "Channel"),
        choices=codes.lazy_choices("communication_channel"),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    from_on = forms.DateField(label=pgettext_lazy("placement", "From"))
    until_on = forms.DateField(label=pgettext_lazy("placement", "Until"))
    source = forms.CharField(
        label=pgettext_lazy("reach", "Source"), max_length=200,
        help_text=gettext_lazy("The report, sheet or survey that one could ask for."),
    )  # fmt: skip
    stated_by = forms.CharField(
        label=pgettext_lazy("reach", "Stated by"), max_length=140,
        help_text=gettext_lazy("The institution or team that says so, not a person."),
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, placement: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["placement"]
        rows = campaign.placements.exclude(state=Placement.State.CANCELLED)
        field.queryset = rows
        field.label_from_instance = lambda each: f"{each.channel_label} · {each.where}"
        self.initial.setdefault("from_on", campaign.begins_on)
        chosen = next((each for each in rows if str(each.ref) == placement), None)
        if chosen is not None:
            self.initial = dict(self.initial) | {
                "placement": chosen, "channel": chosen.channel, "from_on": chosen.from_on,
                "language": chosen.language_codes[0], "until_on": chosen.until_on,
            }  # fmt: skip

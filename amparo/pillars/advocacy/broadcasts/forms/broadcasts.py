"""Forms of a broadcast: which message, to whom, and when."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import Office, User
from amparo.foundation.directory.search import places_with_services
from amparo.foundation.people.forms.fields import code_field
from amparo.foundation.people.messaging.recipients import SafeHours
from amparo.foundation.people.models import Place
from amparo.ui.forms import CheckboxList, Form

from ...message_bank.models import KeyMessage
from ..addresses import Channel
from ..models import Broadcast
from ..models.broadcasts import last_day_of, safe_hours_within
from ..services import offered_channels

MOST_PLACES = 60


class BroadcastForm(Form):
    """An approved message, its audience and its window; the audience is counted on the page that
    follows.
    """

    message = forms.ModelChoiceField(
        KeyMessage.objects.none(), label=pgettext_lazy("of a broadcast", "Key message"),
        help_text=gettext_lazy("Only approved messages. Its words are not changed here."),
    )  # fmt: skip
    topic = code_field(
        "message_topic", pgettext_lazy("broadcast", "To those who subscribed to"), required=True
    )
    languages = forms.MultipleChoiceField(
        label=pgettext_lazy("message", "Languages"), choices=settings.LANGUAGES,
        widget=CheckboxList,
    )  # fmt: skip
    channels = forms.MultipleChoiceField(
        label=pgettext_lazy("broadcast", "Channels"),
        choices=lambda: [(each, Channel(each).label) for each in offered_channels()],
        widget=CheckboxList,
    )  # fmt: skip
    areas = forms.MultipleChoiceField(
        label=pgettext_lazy("broadcast", "Areas. None is everywhere."), required=False,
        widget=CheckboxList,
        help_text=gettext_lazy(
            "Whoever chose an area within one of these, or around it, gets it too."
        ),
    )  # fmt: skip
    first_day = forms.DateField(label=pgettext_lazy("broadcast", "First day"))
    last_day = forms.DateField(label=pgettext_lazy("broadcast", "Last day"))
    begins = forms.TimeField(label=pgettext_lazy("broadcast", "Not before"))
    ends = forms.TimeField(
        label=pgettext_lazy("broadcast", "Not after"),
        help_text=gettext_lazy(
            "By the clock of the office, and by that of the country of each number."
        ),
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))

    def __init__(self, *args: Any, user: User, broadcast: Broadcast | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        messages = KeyMessage.objects.accessible_to(user).approved()
        self.fields["message"].queryset = messages  # type: ignore[attr-defined]
        self.fields["message"].label_from_instance = (  # type: ignore[attr-defined]
            lambda each: f"{each.number} {each.title}"
        )
        self.places = _offered_places()
        self.fields["areas"].choices = [  # type: ignore[attr-defined]
            (ref, place.name) for ref, place in self.places.items()
        ]
        if broadcast is None:
            offices = Office.objects.filter(pk__in=user.offices_for("broadcast.keep"))
            self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]
            self._propose(offices.first())
        else:
            del self.fields["office"]
            self._fill(broadcast)

    def _propose(self, office: Office | None) -> None:
        hours = SafeHours.parse(settings.AMPARO_BROADCAST_HOURS)
        today = office.today() if office else None
        proposed = {
            "office": office, "first_day": today,
            "last_day": last_day_of(today) if today else None,
            "begins": hours.begins, "ends": hours.ends,
            "languages": [code for code, _name in settings.LANGUAGES],
            "channels": list(offered_channels()),
        }  # fmt: skip
        for name, value in proposed.items():
            self.initial.setdefault(name, value)

    def _fill(self, broadcast: Broadcast) -> None:
        for name in ("message", "topic", "first_day", "last_day", "begins", "ends"):
            self.initial.setdefault(name, getattr(broadcast, name))
        self.initial.setdefault("languages", broadcast.language_codes)
        self.initial.setdefault("channels", broadcast.channel_codes)
        chosen = [str(each.place.ref) for each in broadcast.places.all()]
        self.initial.setdefault("areas", chosen)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("begins") and said.get("ends"):
            self._check_hours(said)
        if said.get("first_day") and said.get("last_day"):
            if said["last_day"] < said["first_day"]:
                self.add_error("last_day", _("The last day is before the first day."))
            elif said["last_day"] - said["first_day"] > timedelta(days=31):
                self.add_error("last_day", _("A month at most: what is older is no news."))
        return said

    def _check_hours(self, said: dict[str, Any]) -> None:
        if not safe_hours_within(said["begins"], said["ends"]):
            self.add_error(
                "begins",
                _("Telephones may sound from %(hours)s here. Choose hours within these.")
                % {"hours": settings.AMPARO_BROADCAST_HOURS},
            )

    @property
    def broadcast_fields(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        areas = said.pop("areas")
        return said | {"places": [self.places[ref] for ref in areas]}


class StopForm(Form):
    """Why a broadcast is stopped for good."""

    because = forms.CharField(
        label=pgettext_lazy("broadcast", "Why it was stopped"), max_length=300,
        help_text=gettext_lazy("What was handed over already cannot be called back."),
    )  # fmt: skip


def _offered_places() -> dict[str, Place]:
    """The areas that subscribers can choose, and the larger ones that they lie in."""
    found: dict[str, Place] = {}
    for place in places_with_services():
        for each in (place.within, place):
            if each is not None and len(found) < MOST_PLACES:
                found.setdefault(str(each.ref), each)
    return found

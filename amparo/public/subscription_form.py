"""Forms of those who subscribe to alerts: what about, for where, in which language, and how."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office
from amparo.foundation.people.models import Place
from amparo.pillars.advocacy.broadcasts.addresses import Channel, read_address
from amparo.pillars.advocacy.broadcasts.services import offered_channels
from amparo.ui import formats
from amparo.ui.forms import Form

# More would not fit on a page for a slow line.
MOST_PLACES = 40
CHANNEL_LABELS = {
    Channel.SMS: gettext_lazy("By SMS"),
    Channel.WHATSAPP: gettext_lazy("By WhatsApp"),
    Channel.EMAIL: gettext_lazy("By email"),
}


def channel_choices() -> list[tuple[str, Any]]:
    return [(str(each), CHANNEL_LABELS[Channel(each)]) for each in offered_channels()]


class AddressForm(Form):
    """A number or mail address, and by what it is reached."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How do you want to get them?"), choices=channel_choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("Your number, or your email"),
        help_text=gettext_lazy(
            "A number with the code of its country: +591 … If others look at this telephone, think"
            " whether these messages may be seen."
        ),
        max_length=254, widget=forms.TextInput({"dir": "ltr"}),
    )  # fmt: skip
    # Nobody sees this one. What fills in everything is no person.
    subject = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "channel" in said and "address" in said:
            said["address"] = read_address(said["address"], said["channel"], own_country())
            if not said["address"]:
                self.add_error("address", self._what_is_wrong(said["channel"]))
        return said

    def _what_is_wrong(self, channel: str) -> str:
        if channel == Channel.EMAIL:
            return _("Write an address like name@example.org.")
        return _("This number cannot be dialled. Write it with the code of its country: +591 …")


class SubscriptionForm(AddressForm):
    """What somebody subscribes to. Nothing is ticked before they tick it."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What about?"), choices=codes.lazy_choices("message_topic"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )  # fmt: skip
    places = forms.MultipleChoiceField(
        label=gettext_lazy("For which places? None is all of them."), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("In which language?"), choices=settings.LANGUAGES
    )
    agrees = forms.BooleanField(
        label=pgettext_lazy(
            "subscription", "I want these messages, and this number or email is mine."
        ),
        error_messages={"required": gettext_lazy("Without your yes we send nothing.")},
    )

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by_ref = {str(place.ref): place for place in places[:MOST_PLACES]}
        self.fields["places"].choices = [  # type: ignore[attr-defined]
            (ref, place.name) for ref, place in self.by_ref.items()
        ]
        self.initial.setdefault("language", formats.current_language())
        self.order_fields(["topics", "places", "language", "channel", "address", "agrees"])

    @property
    def chosen_places(self) -> list[Place]:
        return [self.by_ref[ref] for ref in self.cleaned_data["places"]]


class ChoicesForm(Form):
    """The same choices once more, sent along with the code: of what was asked for nothing is
    stored before the code is right.
    """

    topics = forms.MultipleChoiceField(choices=codes.lazy_choices("message_topic"))
    places = forms.MultipleChoiceField(required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by_ref = {str(place.ref): place for place in places[:MOST_PLACES]}
        self.fields["places"].choices = [(ref, ref) for ref in self.by_ref]  # type: ignore[attr-defined]

    @property
    def chosen_places(self) -> list[Place]:
        return [self.by_ref[ref] for ref in self.cleaned_data["places"]]


def own_country() -> str:
    """The country whose numbers need no code: that of the offices, where they have one."""
    found = set(
        Office.objects.without_practice()
        .exclude(country="")
        .values_list("country", flat=True)[:200]
    )
    return found.pop() if len(found) == 1 else ""

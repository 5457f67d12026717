"""A text to somebody's telephone: which sentence, to which telephone, for when."""

from datetime import datetime, time
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from amparo.foundation.core.models import Office
from amparo.ui.forms import Form, LocalTimeInput, RadioList

from ..messaging.recipients import last_digits, to_e164
from ..messaging.templates import LANGUAGES, MessageDraft, message_templates
from ..models import Contact


def template_choices() -> list[tuple[str, str]]:
    """What may be said, in the words of who chooses."""
    language = (get_language() or "en")[:2]
    known = language if language in LANGUAGES else "en"
    return [(code, each.says(known)) for code, each in message_templates().items()]


class MessageForm(Form):
    """Nobody writes a text of their own: what is not written cannot harm."""

    template = forms.ChoiceField(
        label=pgettext_lazy("field", "Content"), choices=template_choices, widget=RadioList
    )
    contact = forms.ChoiceField(label=gettext_lazy("To which telephone"))
    language = forms.ChoiceField(
        label=gettext_lazy("In which language"),
        choices=[(code, name) for code, name in settings.LANGUAGES if code in LANGUAGES],
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("Only where the text names one."),
        required=False,
    )
    hour = forms.TimeField(
        label=pgettext_lazy("of day", "Time"), widget=LocalTimeInput(), required=False
    )
    not_before = forms.DateField(
        label=pgettext_lazy("SMS", "Send time"),
        help_text=gettext_lazy("Empty: as soon as it is a good hour for them."),
        required=False,
    )
    is_asked_for = forms.BooleanField(
        label=gettext_lazy("Appointment reminders requested"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, contacts: list[Contact], office: Office, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.office = office
        self.contacts = {str(each.ref): each for each in contacts}
        self.fields["contact"].choices = [
            (ref, _contact_label(each, office)) for ref, each in self.contacts.items()
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = message_templates().get(given.get("template", ""))
        if chosen is None:
            return given
        for gap, name in (("day", "day"), ("time", "hour")):
            if gap in chosen.gaps and not given.get(name) and name not in self.errors:
                self.add_error(name, _("This text names it: fill it in."))
        if chosen.is_chosen and not given.get("is_asked_for"):
            self.add_error(
                "is_asked_for", _("Only who asked to be reminded is told of an appointment.")
            )
        for name in ("day", "not_before"):
            if given.get(name) and given[name] < localdate():
                self.add_error(name, _("This day has passed already."))
        return given

    @property
    def telephone(self) -> Contact:
        return self.contacts[self.cleaned_data["contact"]]

    @property
    def wanted(self) -> MessageDraft:
        given = self.cleaned_data
        gaps = message_templates()[given["template"]].gaps
        return MessageDraft(
            given["template"],
            given["language"],
            day=given["day"] if "day" in gaps else None,
            hour=given["hour"] if "time" in gaps else None,
            not_before=self._moment(given["not_before"], time.min),
            until=self._until() if gaps else None,
            is_asked_for=given["is_asked_for"],
        )

    def _until(self) -> datetime | None:
        """A text about an hour is of no use after it."""
        given = self.cleaned_data
        return self._moment(given["day"], given["hour"] or time.max)

    def _moment(self, day, hour: time) -> datetime | None:
        return datetime.combine(day, hour, self.office.zone) if day else None

    def mark(self, *told: object) -> str:
        """Of what was shown: what is sent is what was seen."""
        return sha256("|".join(map(str, told)).encode()).hexdigest()[:16]


def _contact_label(contact: Contact, office: Office) -> str:
    number = to_e164(contact.value, office.country) or contact.value
    ends = _("ends in %(digits)s") % {"digits": last_digits(number)}
    return f"{contact.get_kind_display()} · {ends}"

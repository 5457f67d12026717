"""Forms of messages: what a message is for, its wordings side by side, its channel versions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.forms import CheckboxList, Form
from amparo.ui.languages import direction

from ..channel_texts import derived_text, own_text
from ..models import LANGUAGES, KeyMessage, MessageLink, Wording
from ..models.links import LABEL_LETTERS
from ..models.wordings import BODY_LETTERS, CHANNEL_LETTERS, HEADING_LETTERS, TEXT_LETTERS

NAMES = dict(settings.LANGUAGES)
MOST_PLACES = 3
PLACES = tuple(f"place_{number}" for number in range(1, MOST_PLACES + 1))


def attrs_of(language: str, rows: int = 0) -> dict[str, Any]:
    """Attributes of a control in which a language is written."""
    shape = {"lang": language, "dir": direction(language)}
    return shape | ({"rows": rows} if rows else {})


class MessageForm(Form):
    """What a message is for: nothing of its words yet."""

    title = forms.CharField(
        label=pgettext_lazy("message", "Title"), max_length=140,
        help_text=gettext_lazy("What colleagues call it. Name nobody."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=pgettext_lazy("message", "Type"), choices=KeyMessage.Kind.choices
    )
    topic = forms.ChoiceField(
        label=pgettext_lazy("message", "Topic"), choices=codes.lazy_choices("message_topic")
    )
    audience = forms.ChoiceField(
        label=pgettext_lazy("message", "Audience"), choices=codes.lazy_choices("message_audience")
    )
    need = forms.CharField(
        label=pgettext_lazy("message", "Information need"), required=False, max_length=1_000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("What people do not know, or believe wrongly. Name nobody."),
    )  # fmt: skip
    behaviour = forms.CharField(
        label=pgettext_lazy("message", "What people can do after it"), required=False,
        max_length=300,
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=pgettext_lazy("message", "Languages"), choices=settings.LANGUAGES,
        widget=CheckboxList,
        help_text=gettext_lazy("A language without a wording is named until it has one."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=gettext_lazy("On the public pages"), required=False, initial=True
    )
    without_help_because = forms.CharField(
        label=gettext_lazy("Why the complaint number and “help is free” are left out"),
        required=False, max_length=300,
        help_text=gettext_lazy("Empty: both stand on every material."),
    )  # fmt: skip
    review_on = forms.DateField(label=gettext_lazy("Review date"), required=False)
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))

    def __init__(self, *args: Any, user: User, message: KeyMessage | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        places = [row.place for row in message.places.all()] if message else []
        for at, name in enumerate(PLACES):
            field = PlaceField(label=_("Area %(number)s") % {"number": at + 1}, required=False)
            self.fields[name] = field
            chosen = places[at] if at < len(places) else None
            field.offer(user, chosen)
            self.initial.setdefault(name, str(chosen.ref) if chosen else "")
        if message is None:
            offices = Office.objects.filter(pk__in=user.offices_for("message.keep"))
            self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]
            self.initial.setdefault("office", offices.first())
            self.initial.setdefault("languages", list(LANGUAGES))
        else:
            del self.fields["office"]
            self._fill(message)
        self.order_fields(["title", "kind", "topic", "audience", "need", "behaviour", *PLACES])

    def _fill(self, message: KeyMessage) -> None:
        names = ("title", "kind", "topic", "audience", "need", "behaviour", "is_public",
                 "without_help_because", "review_on")  # fmt: skip
        for name in names:
            self.initial.setdefault(name, getattr(message, name))
        self.initial.setdefault("languages", list(message.language_codes))

    @property
    def message_fields(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        places = [said.pop(name, None) for name in PLACES]
        unique = {place.pk: place for place in places if place is not None}
        chosen = said.pop("languages")
        wanted = [code for code in LANGUAGES if code in chosen]
        return said | {"languages": ",".join(wanted), "places": list(unique.values())}


class WordingsForm(Form):
    """Heading, text and text message in each language of a message, for one level of reading."""

    def __init__(self, *args: Any, message: KeyMessage, level: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.languages, self.level = message.language_codes, level
        for language in self.languages:
            self.fields.update(_wording_fields(language))
            if wording := message.wording(language, level):
                for part in ("heading", "body", "text"):
                    self.initial.setdefault(f"{part}_{language}", getattr(wording, part))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for language in self.languages:
            heading, body = said.get(f"heading_{language}"), said.get(f"body_{language}")
            name = NAMES[language]
            if bool(heading) != bool(body) or (said.get(f"text_{language}") and not heading):
                lacking = "body" if heading else "heading"
                self.add_error(
                    f"{lacking}_{language}",
                    _("Write heading and text in %(language)s, or neither.") % {"language": name},
                )
        is_empty = not any(said.get(f"heading_{language}") for language in self.languages)
        if is_empty and self.level == Wording.Level.STANDARD and not self.errors:
            self.add_error(None, _("Write the wording of one language at least."))
        return said

    @property
    def wordings(self) -> dict[str, dict[str, str]]:
        """Heading, body and text by language; empty where nothing is said in it."""
        return {
            language: {
                part: self.cleaned_data[f"{part}_{language}"].strip()
                for part in ("heading", "body", "text")
            }
            for language in self.languages
        }

    @property
    def columns(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Code, name and fields of each language, in the order of the product."""
        return [
            (code, NAMES[code], [self[f"{part}_{code}"] for part in ("heading", "body", "text")])
            for code in self.languages
        ]


def _wording_fields(language: str) -> dict[str, forms.Field]:
    """The name of the language is heard in each label; seen, it stands above them."""
    about = {"language": NAMES[language]}
    return {
        f"heading_{language}": forms.CharField(
            label=_("Heading (%(language)s)") % about, required=False,
            max_length=HEADING_LETTERS, widget=forms.Textarea(attrs_of(language, 2)),
        ),
        f"body_{language}": forms.CharField(
            label=_("Text (%(language)s)") % about, required=False, max_length=BODY_LETTERS,
            widget=forms.Textarea(attrs_of(language, 8)),
        ),
        f"text_{language}": forms.CharField(
            label=_("Text message (%(language)s)") % about, required=False,
            max_length=TEXT_LETTERS, widget=forms.Textarea(attrs_of(language, 3)),
        ),
    }  # fmt: skip


class ChannelForm(Form):
    """Words of their own for one channel, in each language that has a wording."""

    def __init__(self, *args: Any, message: KeyMessage, channel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.languages = [code for code in message.written_languages if message.wording(code)]
        for language in self.languages:
            wording: Wording | None = message.wording(language)
            derived = derived_text(wording, channel) if wording else ""
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": NAMES[language]}, required=False,
                max_length=CHANNEL_LETTERS, widget=forms.Textarea(
                    attrs_of(language, 5) | {"placeholder": derived}
                ),
            )  # fmt: skip
            self.initial.setdefault(f"text_{language}", own_text(message, channel, language))

    @property
    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"].strip() for code in self.languages}


class ReturnForm(Form):
    because = forms.CharField(
        label=gettext_lazy("What is to be changed"), max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class WithdrawForm(Form):
    because = forms.CharField(
        label=pgettext_lazy("message", "Reason for withdrawal"), max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Colleagues read it. The public page says only that it is over."),
    )  # fmt: skip


class LinkForm(Form):
    """A short link of its own for one placement."""

    channel = forms.ChoiceField(
        label=pgettext_lazy("message", "Channel"),
        choices=codes.lazy_choices("communication_channel"),
    )
    label = forms.CharField(
        label=pgettext_lazy("link", "Placement"), required=False, max_length=LABEL_LETTERS,
        help_text=gettext_lazy("A district or a station, such as “Terminal”. Name nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, message: KeyMessage, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.message = message

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        label = " ".join(said.get("label", "").split())
        known = MessageLink.objects.filter(
            message=self.message, channel=said.get("channel", ""), label=label
        )
        if known.exists():
            self.add_error("label", _("This placement has a link already."))
        return said | {"label": label}

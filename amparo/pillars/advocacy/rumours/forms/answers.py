"""Forms of answering a rumour: a new message with its first words, or one that is approved."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import User
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.forms.fields import PlaceField
from amparo.pillars.advocacy.message_bank.models import KeyMessage, Wording
from amparo.ui.forms import CheckboxList, Form
from amparo.ui.languages import direction

from ..models import Rumour

HEADING_LETTERS = Wording._meta.get_field("heading").max_length
BODY_LETTERS = Wording._meta.get_field("body").max_length


class AnswerForm(Form):
    """What the answer is for, and its words in the languages that are at hand."""

    title = forms.CharField(
        label=pgettext_lazy("message", "Title"), max_length=140,
        help_text=gettext_lazy("For colleagues. Never the words that were heard."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=pgettext_lazy("message", "Audience"),
        choices=codes.lazy_choices("message_audience"), initial="migrants",
    )  # fmt: skip
    need = forms.CharField(
        label=pgettext_lazy("message", "Information need"), max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("What people ask or fear. Take out every name."),
    )  # fmt: skip
    place = PlaceField(
        label=gettext_lazy("Place"),
        required=False,
        help_text=pgettext_lazy("place of an answer", "Empty: everywhere."),
    )
    languages = forms.MultipleChoiceField(
        label=pgettext_lazy("message", "Languages"), choices=settings.LANGUAGES,
        widget=CheckboxList,
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, rumour: Rumour, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rumour = rumour
        self.fields["place"].offer(user, rumour.place)  # type: ignore[attr-defined]
        if rumour.place:
            self.initial.setdefault("place", str(rumour.place.ref))
        self.initial.setdefault("languages", [code for code, _name in settings.LANGUAGES])
        self.initial.setdefault("title", self._title())
        # The words heard are sealed and may name somebody: they are not copied into a message.
        self.initial.setdefault("need", _("An answer to %(rumour)s") % {"rumour": rumour.number})
        for code, name in settings.LANGUAGES:
            self._add_words(code, str(name))

    def _title(self) -> str:
        place = self.rumour.place
        return f"{self.rumour.topic_label} · {place.name}" if place else self.rumour.topic_label

    def _add_words(self, code: str, name: str) -> None:
        attributes = {"lang": code, "dir": direction(code)}
        self.fields[f"heading_{code}"] = forms.CharField(
            label=_("Heading (%(language)s)") % {"language": name}, required=False,
            max_length=HEADING_LETTERS, widget=forms.TextInput(attributes),
        )  # fmt: skip
        self.fields[f"body_{code}"] = forms.CharField(
            label=_("Text (%(language)s)") % {"language": name}, required=False,
            max_length=BODY_LETTERS, widget=forms.Textarea({**attributes, "rows": 3}),
        )  # fmt: skip

    def clean_title(self) -> str:
        return self._checked(self.cleaned_data["title"])

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        for code, _name in settings.LANGUAGES:
            heading, body = said.get(f"heading_{code}", ""), said.get(f"body_{code}", "")
            if bool(heading) != bool(body):
                name = f"body_{code}" if heading else f"heading_{code}"
                self.add_error(name, _("Write both heading and text, or neither."))
            self._check_heading(f"heading_{code}", heading)
        return said

    def _check_heading(self, name: str, heading: str) -> None:
        try:
            self._checked(heading)
        except forms.ValidationError as wrong:
            self.add_error(name, wrong)

    def _checked(self, heading: str) -> str:
        try:
            self.rumour.must_not_repeat(heading)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return heading

    @property
    def answer_fields(self) -> dict[str, Any]:
        said = self.cleaned_data
        words = {
            code: {"heading": said[f"heading_{code}"], "body": said[f"body_{code}"]}
            for code, _name in settings.LANGUAGES
            if said.get(f"heading_{code}")
        }
        place = said["place"]
        return {
            "title": said["title"], "audience": said["audience"], "need": said["need"],
            "places": [place] if place else [], "languages": said["languages"],
            "wordings": words,
        }  # fmt: skip


class ApprovedMessageForm(Form):
    """A message that is approved already; those of the same topic stand first."""

    message = forms.ModelChoiceField(
        KeyMessage.objects.none(), label=pgettext_lazy("rumour", "Message")
    )

    def __init__(self, *args: Any, user: User, rumour: Rumour, **kwargs: Any):
        super().__init__(*args, **kwargs)
        other_topic = Case(
            When(topic=rumour.topic, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        approved = KeyMessage.objects.approved().accessible_to(user)
        field: Any = self.fields["message"]
        field.queryset = approved.order_by(other_topic, "-year", "-serial")
        field.label_from_instance = lambda each: f"{each.number} {each.title}"

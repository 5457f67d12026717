"""Forms of a story: what is said of it, its words, risk check, uses and messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats
from amparo.ui.forms import CheckboxList, Form, RadioList
from amparo.ui.languages import direction

from ..models import RiskCheck, Story, StoryMessage, StoryUse
from ..models.stories import BODY_LETTERS, TITLE_LETTERS
from .fields import PhotoField, RecordingField, YesNoField, site_languages

_CHOOSE = ("", pgettext_lazy("select, first line", "Choose"))


def _removed() -> list[tuple[str, str]]:
    return codes.choices("story_removed")


def _uses() -> list[tuple[str, str]]:
    return [_CHOOSE, *codes.choices("story_use")]  # type: ignore[list-item]


def _channels() -> list[tuple[str, str]]:
    """Our own page is chosen by publishing."""
    found = [each for each in codes.choices("story_channel") if each[0] != "page"]
    return [_CHOOSE, *found]  # type: ignore[list-item]


class StoryForm(Form):
    """Who tells, and what was left out so that nobody recognises them."""

    pseudonym = forms.CharField(label=pgettext_lazy("story", "Name shown"), max_length=60)
    is_own_name = YesNoField(label=gettext_lazy("Is the name shown their own?"))
    age = forms.IntegerField(
        label=pgettext_lazy("story", "Age shown"), required=False, min_value=1, max_value=110,
        help_text=gettext_lazy("Shown only where the person agreed to it."),
    )  # fmt: skip
    original_language = forms.ChoiceField(
        label=pgettext_lazy("story", "Told in"), choices=formats.languages
    )
    removed = forms.MultipleChoiceField(
        label=gettext_lazy("Left out so that nobody recognises the person"), choices=_removed,
        widget=CheckboxList, required=False,
    )  # fmt: skip
    removed_note = forms.CharField(
        label=pgettext_lazy("story", "What was removed, in words"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    read_back_on = forms.DateField(
        label=pgettext_lazy("story", "Read back and agreed on"), required=False
    )
    contact = forms.CharField(
        label=pgettext_lazy("story", "Safe way to tell the person"), required=False,
        widget=forms.Textarea(attrs={"rows": 2}), max_length=300,
    )  # fmt: skip

    def __init__(self, *args: Any, story: Story, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in (
            "pseudonym",
            "age",
            "original_language",
            "removed_note",
            "read_back_on",
            "contact",
        ):
            self.initial.setdefault(name, getattr(story, name))
        self.initial.setdefault("is_own_name", "yes" if story.is_own_name else "no")
        self.initial.setdefault("removed", [each.code for each in story.removals.all()])

    def clean_age(self) -> str:
        age = self.cleaned_data.get("age")
        return str(age) if age else ""


class StoryTextForm(Form):
    title = forms.CharField(label=pgettext_lazy("story", "Title"), max_length=TITLE_LETTERS)
    body = forms.CharField(
        label=pgettext_lazy("story", "Words"), max_length=BODY_LETTERS,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("In the person’s words. Nothing by which somebody is known."),
    )  # fmt: skip

    def __init__(self, *args: Any, story: Story, language: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("title", "body"):
            attrs = {"lang": language, "dir": direction(language)}
            self.fields[name].widget.attrs.update(attrs)
        if text := story.text(language):
            self.initial.update(title=text.title, body=text.body)


class RiskForm(Form):
    """No question has an answer beforehand."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in RiskCheck.QUESTIONS:
            asked = RiskCheck._meta.get_field(name)
            self.fields[name] = forms.ChoiceField(
                label=asked.verbose_name, choices=asked.choices, widget=RadioList,
                error_messages={"required": gettext_lazy("Answer this question.")},
            )  # fmt: skip


class TakeDownForm(Form):
    because = forms.ChoiceField(
        label=pgettext_lazy("story", "Why its use is stopped"), choices=Story.Reason.choices,
        widget=RadioList,
    )  # fmt: skip


class UseForm(Form):
    """Where it was given, to whom, on which day."""

    use = forms.ChoiceField(label=pgettext_lazy("story", "Use"), choices=_uses)
    channel = forms.ChoiceField(label=pgettext_lazy("story", "Given as"), choices=_channels)
    what = forms.CharField(
        label=pgettext_lazy("story", "Where exactly"), max_length=200,
        help_text=gettext_lazy("Which report, leaflet or article. Name no migrant."),
    )  # fmt: skip
    recipient = forms.CharField(
        label=pgettext_lazy("story", "Given to"), max_length=200, required=False,
        help_text=gettext_lazy("An organization or an editorial office."),
    )  # fmt: skip
    address = forms.URLField(
        label=pgettext_lazy("story", "Web address"), max_length=300, required=False,
        assume_scheme="https", widget=forms.URLInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    copies = forms.IntegerField(
        label=pgettext_lazy("story", "Copies"), min_value=1, max_value=10_000_000, required=False,
        help_text=gettext_lazy("For what is printed."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=site_languages)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), required=False,
        help_text=gettext_lazy("Where it is seen. Leave it empty for everywhere."),
    )  # fmt: skip
    on = forms.DateField(label=pgettext_lazy("story", "Given on"))

    def __init__(self, *args: Any, story: Story, **kwargs: Any):
        super().__init__(*args, **kwargs)
        agreed = story.consent.codes_of("country") if story.consent else []
        known = agreed or [story.office.country]
        names = [(code, formats.country_name(code)) for code in known if code]
        self.fields["country"].choices = [("", "—"), *names]  # type: ignore[attr-defined]
        self.initial.setdefault("on", story.office.today())


class NotificationForm(Form):
    on = forms.DateField(label=pgettext_lazy("take-down", "Told on"))
    how = forms.ChoiceField(
        label=pgettext_lazy("take-down", "How they were told"),
        choices=StoryUse.NotifiedHow.choices, widget=RadioList,
    )  # fmt: skip


class MessageForm(Form):
    on = forms.DateField(label=pgettext_lazy("story told back", "On"))
    how = forms.ChoiceField(
        label=pgettext_lazy("story told back", "How"), choices=StoryMessage.How.choices,
        widget=RadioList,
    )  # fmt: skip
    note = forms.CharField(
        label=pgettext_lazy("story told back", "What was said"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Where it appeared, and how to stop it."),
    )  # fmt: skip


class PhotoForm(Form):
    file = PhotoField(label=pgettext_lazy("story", "Photo"))


class RecordingForm(Form):
    file = RecordingField(label=pgettext_lazy("story", "Recording"))


class MarkForm(Form):
    cells = forms.CharField(
        label=pgettext_lazy("photo", "What may be seen"), required=False, max_length=900,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy(
            "From field to field, for example: C4:F7, H2. All others stay blurred."
        ),
    )  # fmt: skip


class AltForm(Form):
    """What a photo shows, in each language in which it is to be shown."""

    def __init__(self, *args: Any, photo: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code, name in site_languages():
            attrs = {"lang": code, "dir": direction(code)}
            self.fields[f"text_{code}"] = forms.CharField(
                label=name, required=False, max_length=200, widget=forms.TextInput(attrs=attrs)
            )
            self.initial.setdefault(f"text_{code}", photo.alt(code))


class CompareForm(Form):
    """What the second person sees on exactly this copy."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=32)
    shows_face = YesNoField(label=gettext_lazy("Can a face be seen?"))
    shows_others = YesNoField(
        label=gettext_lazy("Can somebody else, a name, a place or a paper be recognised?")
    )
    agrees = YesNoField(label=gettext_lazy("Does it show only what the person agreed to?"))

"""What is asked of whoever holds a round: who, which, how; then the questions; then the end."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.foundation.people.models import Person
from amparo.foundation.protection import code_lists
from amparo.ui import formats
from amparo.ui.forms import Form

from ..instrument import DECLINED, UNKNOWN, Item, said
from ..models import InstrumentVersion, SurveyResponseDraft


def modes() -> list[tuple[str, str]]:
    """Ways of asking; an attempt is no round."""
    return [choice for choice in code_lists.choices("follow_up_mode") if choice[0] != "attempt"]


class BeginForm(Form):
    person = forms.ChoiceField(label=gettext_lazy("Respondent"), widget=forms.RadioSelect)
    round = forms.ChoiceField(label=gettext_lazy("Survey to conduct"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of interview"), widget=forms.RadioSelect
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode of contact"), choices=modes, widget=forms.RadioSelect
    )
    on = forms.DateField(label=gettext_lazy("Date of interview"))
    returned_on = forms.DateField(
        label=gettext_lazy("Return date"), required=False,
        help_text=gettext_lazy(
            "The next rounds are counted from it. If it is not known, from this conversation."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: list[Person], versions: list[InstrumentVersion], reader: str,
        today: date, **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.today = today
        self.people = {str(each.ref): each for each in people}
        self.versions = {str(each.ref): each for each in versions}
        self.fields["person"].choices = [
            (ref, each.shown_name) for ref, each in self.people.items()
        ]
        self.fields["round"].choices = list(self._rounds(reader))
        spoken = dict.fromkeys(code for each in versions for code in each.survey.languages)
        self.fields["language"].choices = [(code, formats.language_name(code)) for code in spoken]
        if all(each.survey.is_about_closure for each in versions):
            del self.fields["returned_on"]

    def _rounds(self, reader: str):
        for ref, version in self.versions.items():
            for wave in version.survey.waves:
                called = said(wave.name, reader)
                if len(self.versions) > 1:
                    called = _("%(round)s: %(survey)s, version %(version)s") % {
                        "round": called, "survey": version.called, "version": version.version,
                    }  # fmt: skip
                yield f"{ref}:{wave.code}", called

    def clean(self) -> dict:
        told = super().clean() or self.cleaned_data
        for name in ("on", "returned_on"):
            if told.get(name) and told[name] > self.today:
                self.add_error(name, _("This day is still to come."))
        return told

    @property
    def asked(self) -> dict[str, Any]:
        """As the draft takes it."""
        told = dict(self.cleaned_data)
        version, _colon, wave = told.pop("round").partition(":")
        told |= {"version": self.versions[version], "wave": wave}
        told["person"] = self.people[told["person"]]
        return told


class QuestionsForm(Form):
    """The questions of one dimension, in the language in which they are asked."""

    def __init__(self, *args: Any, draft: SurveyResponseDraft, dimension: str, **kwargs: Any):
        kwargs.setdefault("initial", draft.answers or {})
        super().__init__(*args, **kwargs)
        self.items = draft.version.survey.of(dimension)
        for item in self.items:
            self.fields[item.code] = _question(draft, item)

    @property
    def questions(self):
        return [self[item.code] for item in self.items]

    @property
    def answers(self) -> dict[str, str]:
        return {item.code: self.cleaned_data.get(item.code, "") for item in self.items}


def _question(draft: SurveyResponseDraft, item: Item) -> forms.ChoiceField:
    language = draft.language
    choices = [(choice.code, said(choice.name, language)) for choice in item.choices]
    choices += [(UNKNOWN, _("I do not know")), (DECLINED, _("I do not wish to answer"))]
    field = forms.ChoiceField(
        label=said(item.text, language), choices=choices, required=False,
        widget=forms.RadioSelect, help_text=_only_if(draft, item),
    )  # fmt: skip
    field.error_messages["invalid_choice"] = _("Choose one of these.")
    return field


def _only_if(draft: SurveyResponseDraft, item: Item) -> str:
    if item.only_if is None:
        return ""
    asked = draft.version.survey.item(item.only_if.item)
    names = [
        said(each.name, draft.language) for each in asked.choices
        if each.code in item.only_if.among
    ]  # fmt: skip
    return _("Ask this only if they answered “%(answer)s” to: %(question)s") % {
        "answer": " / ".join(names), "question": said(asked.text, draft.language),
    }  # fmt: skip


class EndForm(Form):
    """Before a round is kept: what they add, and what was said at the beginning."""

    because = forms.CharField(
        label=gettext_lazy("Reason for correction"),
        widget=forms.Textarea({"rows": 3}),
    )
    text = forms.CharField(
        label=gettext_lazy("Additional comments of the person"),
        widget=forms.Textarea({"rows": 3}), required=False,
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode of contact"), choices=modes, widget=forms.RadioSelect
    )
    on = forms.DateField(label=gettext_lazy("Date of interview"))
    returned_on = forms.DateField(label=gettext_lazy("Return date"), required=False)

    def __init__(self, *args: Any, draft: SurveyResponseDraft, **kwargs: Any):
        begun = {
            "mode": draft.mode, "on": draft.on, "returned_on": draft.returned_on,
            "text": draft.replaces.text if draft.replaces else "",
        }  # fmt: skip
        kwargs.setdefault("initial", begun)
        super().__init__(*args, **kwargs)
        if draft.version.survey.is_about_closure:
            del self.fields["returned_on"]
        if draft.replaces is None:
            del self.fields["because"]

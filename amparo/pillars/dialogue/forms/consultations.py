"""Forms of consultations: what is asked, what was heard, what became of it, how they were told."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.models import Office, User
from amparo.foundation.people.forms.fields import PlaceField
from amparo.ui.forms import CheckboxList, Form
from amparo.ui.languages import direction

from ..models import Commitment, Consultation, ConsultationGroup, ConsultationText, Contribution
from .commitments import language_choices

Part = ConsultationText.Part


def _word_fields(part: str, labels: Callable[[str], str], help_text: Any = "") -> dict:
    """A text in each language of the site."""
    return {
        f"{part}_{code}": forms.CharField(
            label=labels(name),
            required=False,
            help_text=help_text if not at else "",
            widget=forms.Textarea({"rows": 3, "lang": code, "dir": direction(code)}),
        )
        for at, (code, name) in enumerate(settings.LANGUAGES)
    }


class WordsForm(Form):
    """Words in the languages of the site, of one part of a consultation."""

    part: str

    def __init__(self, *args, consultation: Consultation | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        known = consultation.texts_in(self.part) if consultation else {}
        asked = consultation.languages if consultation else []
        self.fields.update(_word_fields(self.part, self.label_of, self.hint))
        for code, _name in settings.LANGUAGES:
            self.initial.setdefault(f"{self.part}_{code}", known.get(code, ""))
        # Languages in which nobody was asked need no answer.
        for code, _name in settings.LANGUAGES:
            if asked and self.part != Part.QUESTION and code not in asked:
                del self.fields[f"{self.part}_{code}"]

    @property
    def hint(self) -> Any:
        return ""

    def label_of(self, language: str) -> str:
        return language

    @property
    def texts(self) -> dict[str, str]:
        said = self.cleaned_data
        return {
            code: said.get(f"{self.part}_{code}", "").strip() for code, _name in settings.LANGUAGES
        }


class ConsultationForm(WordsForm):
    """What is asked, of whom, how and until when."""

    part = Part.QUESTION
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked"), choices=ConsultationGroup.Group.choices,
        widget=CheckboxList,
    )  # fmt: skip
    place = PlaceField(label=pgettext_lazy("consultation", "Area"), required=False)
    method = forms.ChoiceField(
        label=pgettext_lazy("consultation", "Method"), choices=Consultation.Method.choices
    )
    is_online = forms.BooleanField(
        label=gettext_lazy("Takes answers on the public page"), required=False, initial=True,
        help_text=gettext_lazy("Without a name: who answers gets a code."),
    )  # fmt: skip
    opens_on = forms.DateField(label=pgettext_lazy("consultation", "Opens on"))
    closes_on = forms.DateField(label=pgettext_lazy("consultation", "Closes on"))
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("Office"))

    def __init__(self, *args, user: User, consultation: Consultation | None = None, **kwargs):
        super().__init__(*args, consultation=consultation, **kwargs)
        place = consultation.place if consultation else None
        self.fields["place"].offer(user, place)  # type: ignore[attr-defined]
        if consultation is None:
            offices = Office.objects.filter(pk__in=user.offices_for("consultation.keep"))
            self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]
            self.initial.setdefault("office", offices.first())
        else:
            del self.fields["office"]
            self._fill(consultation)
        questions = [f"{self.part}_{code}" for code, _name in settings.LANGUAGES]
        self.order_fields(questions)

    def label_of(self, language: str) -> str:
        return _("Question (%(language)s)") % {"language": language}

    @property
    def hint(self) -> Any:
        return _(
            "Ask in short, plain words. Each language in which you ask is one in which you answer."
        )

    def _fill(self, consultation: Consultation) -> None:
        names = ("method", "is_online", "opens_on", "closes_on")
        for name in names:
            self.initial.setdefault(name, getattr(consultation, name))
        self.initial.setdefault("groups", [each.group for each in consultation.groups.all()])
        if consultation.place:
            self.initial.setdefault("place", str(consultation.place.ref))

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        if not any(self.texts.values()):
            self.add_error(
                f"{self.part}_{settings.LANGUAGES[0][0]}",
                _("Write the question in one language at least."),
            )
        opens, closes = said.get("opens_on"), said.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("It closes before it opens. Look at both dates."))
        return said

    @property
    def consultation_fields(self) -> dict[str, Any]:
        names = ("groups", "place", "method", "is_online", "opens_on", "closes_on", "office")
        said = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return said | {"question": self.texts}


class HeardForm(WordsForm):
    part = Part.HEARD

    def label_of(self, language: str) -> str:
        return _("What we heard (%(language)s)") % {"language": language}

    @property
    def hint(self) -> Any:
        return _("In general words: name nobody, and quote nothing by which somebody is known.")


class BecameForm(WordsForm):
    part = Part.BECAME

    def label_of(self, language: str) -> str:
        return _("Result (%(language)s)") % {"language": language}

    @property
    def hint(self) -> Any:
        return _(
            "What was decided or done, what was not, and why. Whoever contributed reads it as soon"
            " as you save."
        )


class ReportBackForm(Form):
    """How and when those asked were told, or why not."""

    informed_how = forms.ChoiceField(
        label=pgettext_lazy("consultation", "How they were told"), required=False,
        choices=[("", "—"), *Consultation.Informed.choices],
    )  # fmt: skip
    informed_on = forms.DateField(
        label=pgettext_lazy("consultation", "When they were told"), required=False
    )
    not_informed_because = forms.CharField(
        label=pgettext_lazy("consultation", "Why they could not be told"), required=False,
        max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Only where it is impossible. Then leave the two above empty."),
    )  # fmt: skip


class CommitmentNumberForm(Form):
    """A commitment by its number."""

    number = forms.CharField(
        label=gettext_lazy("Number of the commitment"), max_length=20,
        help_text=gettext_lazy("As it stands on its page, such as COM-26-031."),
    )  # fmt: skip

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_number(self) -> Commitment:
        found = find_by_number(self.user, self.cleaned_data["number"])
        if found is None:
            raise forms.ValidationError(_("No commitment that you see has this number."))
        return found


def find_by_number(user: User, number: str) -> Commitment | None:
    """Returns the commitment of a number such as COM-26-031 that the user may see, or None."""
    parts = number.strip().upper().split("-")
    if len(parts) != 3 or parts[0] != "COM" or not all(_is_number(each) for each in parts[1:]):
        return None
    year, serial = 2000 + int(parts[1]), int(parts[2])
    return Commitment.objects.accessible_to(user).filter(year=year, serial=serial).first()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


class ContributionForm(Form):
    """What a colleague heard from somebody, in their words."""

    text = forms.CharField(
        label=gettext_lazy("In the person’s words"), widget=forms.Textarea,
        help_text=gettext_lazy("No name, and nothing by which somebody is known."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    place = PlaceField(label=gettext_lazy("Place"), required=False)
    sex = forms.ChoiceField(
        label=pgettext_lazy("contribution", "Sex"), choices=Contribution.Sex.choices,
        required=False,
    )  # fmt: skip
    age = forms.ChoiceField(
        label=pgettext_lazy("contribution", "Age"), choices=Contribution.Age.choices,
        required=False,
    )  # fmt: skip
    form = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args, user: User, consultation: Consultation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(user, consultation.place)

    def clean_form(self) -> str:
        form = self.cleaned_data["form"]
        if receipt_codes.form_age(form) is None:
            raise forms.ValidationError(_("Open this form again, and send it from there."))
        return form

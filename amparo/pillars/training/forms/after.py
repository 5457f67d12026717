"""Forms of what follows a training: plan, reaction, follow-up, answer of a superior."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui import formats
from amparo.ui.forms import MISSING, CheckboxList, Form, LocalDateInput, RadioList

from ..models import (
    ApplicationCommitment,
    CommitmentProgress,
    Reaction,
    SupervisorAnswer,
    TrainingFollowUp,
)
from ..models.application_plans import LONGEST, MOST, Planned, too_many
from ..models.follow_ups import Changed, Hindrance, HowOften, Support, Used

Applies, Provides = SupervisorAnswer.Applies, SupervisorAnswer.Provides
_SCALE = [(str(at), str(at)) for at in range(1, 6)]
_TEXT_LENGTH = 2000


class PlanForm(Form):
    """Up to three commitments, each with its day: one of the two asks for the other."""

    def __init__(
        self, *args: Any, plan: Sequence[ApplicationCommitment], today: date, **kwargs: Any
    ):
        self.today = today
        super().__init__(*args, **kwargs)
        for at in range(1, MOST + 1):
            self.fields[f"text_{at}"] = forms.CharField(
                label=_("Commitment %(number)d: what I will do") % {"number": at},
                max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[f"due_on_{at}"] = forms.DateField(
                label=_("Commitment %(number)d: by when") % {"number": at}, required=False,
                widget=LocalDateInput(),
            )  # fmt: skip
        for each in plan:
            self.initial.setdefault(f"text_{each.position}", each.text)
            self.initial.setdefault(f"due_on_{each.position}", each.due_on)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for at in range(1, MOST + 1):
            self._check(at, cleaned)
        if any(self._extra()):
            self.add_error(None, too_many())
        return cleaned

    def _check(self, at: int, cleaned: dict[str, Any]) -> None:
        text, due_on = cleaned.get(f"text_{at}"), cleaned.get(f"due_on_{at}")
        if text and due_on is None and f"due_on_{at}" not in self.errors:
            self.add_error(f"due_on_{at}", _("Write by when you will do it."))
        if due_on and not text and f"text_{at}" not in self.errors:
            self.add_error(f"text_{at}", _("Write what you will do by that day."))
        if text and due_on and due_on < self.today and self.initial.get(f"due_on_{at}") != due_on:
            self.add_error(f"due_on_{at}", _("This day is over. Write a day that is to come."))

    def _extra(self) -> Iterator[str]:
        """Lines beyond the third: of a page that somebody changed, or of another program."""
        for name, value in self.data.items():
            number = name.removeprefix("text_")
            if name.startswith("text_") and number.isdigit() and int(number) > MOST:
                yield str(value).strip()

    @property
    def planned(self) -> list[Planned]:
        said = self.cleaned_data
        return [
            Planned(said[f"text_{at}"], said[f"due_on_{at}"])
            for at in range(1, MOST + 1) if said.get(f"text_{at}")
        ]  # fmt: skip


def _choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    more = {"error_messages": {"required": MISSING}} | more
    return forms.ChoiceField(label=label, choices=choices, widget=RadioList, **more)


def _choices(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=CheckboxList)


def _text_field(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}), **more,
    )  # fmt: skip


def _address(label: Any, **more: Any) -> forms.EmailField:
    box = forms.TextInput(attrs={"inputmode": "email", "dir": "ltr", "autocomplete": "email"})
    return forms.EmailField(label=label, widget=box, **more)


class ReactionForm(Form):
    """Three scales and a sentence."""

    useful, clear, able = (
        _choice(Reaction._meta.get_field(name).verbose_name, _SCALE)
        for name in ("useful", "clear", "able")
    )
    text = forms.CharField(
        label=pgettext_lazy("reaction", "One sentence about the training (optional)"),
        help_text=gettext_lazy("Write no names: nobody is to know who said it."),
        required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    may_be_quoted = forms.BooleanField(
        label=gettext_lazy("It may be quoted without my name"), required=False
    )

    @property
    def reaction_fields(self) -> dict[str, Any]:
        scales = {name: int(self.cleaned_data[name]) for name in ("useful", "clear", "able")}
        return scales | {name: self.cleaned_data[name] for name in ("text", "may_be_quoted")}


class SupervisorForm(Form):
    """Whom we may ask beside the participant, with their consent."""

    email = _address(pgettext_lazy("training", "Address of the superior"))
    consents = forms.BooleanField(
        label=gettext_lazy("The participant agrees that this superior is asked three questions"),
        required=False,
    )


class OwnSupervisorForm(SupervisorForm):
    """The same in the words of a participant."""

    email = _address(gettext_lazy("E-mail address of your superior"))
    consents = forms.BooleanField(
        label=gettext_lazy("I agree that this person is asked three questions about my work"),
        required=False,
    )


# Before the commitments; the others stand after them.
_FIRST = ("used", "how_often", "changed", "hindrances", "support")


class FollowUpForm(Form):
    """The five questions, and how far each commitment of the plan came."""

    used = _choice(gettext_lazy("Have you used what you learned?"), Used)
    how_often = _choice(
        pgettext_lazy("follow-up", "How often?"),
        [each for each in HowOften.choices if each[0] != "never"], required=False,
    )  # fmt: skip
    changed = _choice(gettext_lazy("What changed in your work?"), Changed)
    hindrances = _choices(gettext_lazy("What hindered you?"), Hindrance)
    support = _choices(gettext_lazy("What support do you need?"), Support)
    text = _text_field(gettext_lazy("In your words (optional)"))
    supervisor_email = _address(
        gettext_lazy("E-mail address of your superior (optional)"), required=False,
        help_text=gettext_lazy("Only where you want us to ask three questions there."),
    )  # fmt: skip
    supervisor_consents = forms.BooleanField(
        label=gettext_lazy("I agree that this person is asked three questions about my work"),
        required=False,
    )

    def __init__(
        self, *args: Any, follow_up: TrainingFollowUp, plan: Iterable[ApplicationCommitment],
        **kwargs: Any,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.plan = list(plan)
        known = {each.commitment_id: each.state for each in follow_up.progress.all()}
        for each in self.plan:
            self.fields[_progress_name(each)] = _choice(
                _("“%(text)s”, by %(day)s")
                % {"text": each.text, "day": formats.with_year(each.due_on)},
                CommitmentProgress.State,
            )
            self.initial.setdefault(_progress_name(each), known.get(each.pk))
        self.order_fields([*_FIRST, *(_progress_name(each) for each in self.plan)])
        if follow_up.is_answered:
            for name in ("used", "how_often", "changed", "text"):
                self.initial.setdefault(name, getattr(follow_up, name))
            for name, question in (("hindrances", "hindrance"), ("support", "support")):
                self.initial.setdefault(name, follow_up.chosen(question))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("used") in (Used.MOST, Used.SOME) and not cleaned.get("how_often"):
            self.add_error("how_often", MISSING)
        for name in ("hindrances", "support"):
            if "nothing" in cleaned.get(name, ()) and len(cleaned[name]) > 1:
                self.add_error(name, _("Choose either the first or what applies of the others."))
        if cleaned.get("supervisor_email") and not cleaned.get("supervisor_consents"):
            self.add_error(
                "supervisor_consents", _("Tick it, or take out the address: nobody is asked then.")
            )
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("used", "how_often", "changed", "hindrances", "support", "text")
        progress = {each.pk: said[_progress_name(each)] for each in self.plan}
        return {name: said[name] for name in names} | {"progress": progress}


def _progress_name(commitment: ApplicationCommitment) -> str:
    return f"progress_{commitment.position}"


class SupervisorAnswerForm(Form):
    """The three questions to a superior."""

    applies = _choice(gettext_lazy("Does this person apply what the training taught?"), Applies)
    changed = _choice(gettext_lazy("What changed in the work of the unit?"), Changed)
    provides = _choice(
        gettext_lazy("Does the unit give the time, means and backing that it takes?"), Provides
    )
    text = _text_field(gettext_lazy("In your words (optional)"))

    def __init__(self, *args: Any, answer: SupervisorAnswer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if answer.is_answered:
            for name in self.fields:
                self.initial.setdefault(name, getattr(answer, name))

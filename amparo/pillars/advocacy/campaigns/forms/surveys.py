"""Forms of survey items, rounds and their answers."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.ui.forms import Form, RadioList
from amparo.ui.languages import direction

from ..models import SurveyAnswer, SurveyItem, SurveyRound

MOST_ASKED = 1_000_000


class ItemForm(Form):
    """An item in each language of the site; cleans to `texts`."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("survey item", "Type"), choices=SurveyItem.Kind.choices
    )
    is_better_lower = forms.BooleanField(
        label=pgettext_lazy("survey item", "Fewer yes are better"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Item (%(language)s)") % {"language": name}, max_length=200,
                required=False,
                widget=forms.TextInput({"lang": code, "dir": direction(code)}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        told["texts"] = {
            code: told.pop(f"text_{code}", "").strip() for code, _name in settings.LANGUAGES
        }
        if not any(told["texts"].values()):
            self.add_error(None, _("Write the item in at least one language."))
        return told


class RoundForm(Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("survey round", "Round"), choices=SurveyRound.Kind.choices
    )
    due_on = forms.DateField(label=pgettext_lazy("survey round", "Due on"))


class AnswersForm(Form):
    """How many said yes to each item, of how many; cleans to `counts`, by item."""

    held_from = forms.DateField(label=pgettext_lazy("survey round", "First day"))
    held_until = forms.DateField(label=pgettext_lazy("survey round", "Last day"))
    sample = forms.ChoiceField(
        label=pgettext_lazy("survey round", "How people were chosen"),
        choices=codes.lazy_choices("survey_sample"),
    )
    is_comparable = forms.TypedChoiceField(
        label=pgettext_lazy("survey round", "Comparable with the baseline"), widget=RadioList,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes", empty_value=None,
        help_text=gettext_lazy(
            "The same kind of people, chosen in the same way. No: no difference is shown."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, survey_round: SurveyRound, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items = list(survey_round.campaign.items.prefetch_related("texts"))
        known = {each.item_id: each for each in survey_round.answers.all()}
        for item in self.items:
            self._add_counts(item, known.get(item.pk))
        if survey_round.kind == SurveyRound.Kind.BASELINE:
            del self.fields["is_comparable"]
        elif survey_round.is_comparable is not None:
            self.initial["is_comparable"] = "yes" if survey_round.is_comparable else "no"
        if survey_round.is_held:
            names = ("held_from", "held_until", "sample")
            self.initial = dict(self.initial) | {
                name: getattr(survey_round, name) for name in names
            }

    def _add_counts(self, item: SurveyItem, known: SurveyAnswer | None) -> None:
        for name, words in (
            ("asked", _("Asked: %(item)s")), ("yes", _("Said yes: %(item)s")),
        ):  # fmt: skip
            self.fields[f"{name}_{item.position}"] = forms.IntegerField(
                label=words % {"item": item.text}, min_value=0, max_value=MOST_ASKED,
                required=False,
            )  # fmt: skip
            if known is not None:
                self.initial[f"{name}_{item.position}"] = getattr(known, name)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        counts = {}
        for item in self.items:
            asked = told.pop(f"asked_{item.position}", None)
            yes = told.pop(f"yes_{item.position}", None)
            if asked is None and yes is None:
                continue
            if asked is None or yes is None:
                self.add_error(
                    f"yes_{item.position}", _("Write both: how many were asked, and said yes.")
                )
                continue
            if yes > asked:
                self.add_error(
                    f"yes_{item.position}", _("More said yes than were asked.")
                )  # fmt: skip
            counts[item] = (yes, asked)
        told["counts"] = counts
        return told

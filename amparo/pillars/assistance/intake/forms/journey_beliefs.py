"""Three optional questions on what somebody had believed of their journey."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.protection import code_lists
from amparo.ui.forms import CheckboxList, Form, RadioList

from ..belief_rules import BeliefAnswers, contradiction_between
from ..models.journey_beliefs import BELIEF_LISTS, CONTRADICTIONS, beliefs_of

NOTHING = BeliefAnswers()


class JourneyBeliefsForm(Form):
    """Each may stay without an answer. None is asked where something cannot wait.

    `known` is what was said of it before in the same conversation.
    """

    beliefs = forms.MultipleChoiceField(
        label=_("What had you believed before you left, or on the way?"),
        help_text=_("Mark all that the person names. Do not suggest an answer."),
        choices=code_lists.lazy_choices("journey_belief"),
        widget=CheckboxList,
        required=False,
    )
    belief_sources = forms.MultipleChoiceField(
        label=_("Where did you hear it?"),
        choices=code_lists.lazy_choices("belief_source"),
        widget=CheckboxList,
        required=False,
    )
    belief_outcome = forms.ChoiceField(
        label=_("How was it in fact?"),
        choices=code_lists.lazy_choices("belief_outcome"),
        widget=RadioList,
        required=False,
    )

    def __init__(
        self, *args: Any, asks_beliefs: bool = True, known: BeliefAnswers = NOTHING, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.asks_beliefs, self.known = asks_beliefs, known
        for name in () if asks_beliefs else BELIEF_LISTS:
            del self.fields[name]

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if found := contradiction_between(self.known, beliefs_of(data)):
            self.add_error("beliefs", CONTRADICTIONS[found])
        return data

    @property
    def has_belief_errors(self) -> bool:
        return any(name in self.errors for name in BELIEF_LISTS)

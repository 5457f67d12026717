"""What one says in answer to a protection flag, and of an unmet need."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.protection import code_lists
from amparo.foundation.protection.code_lists import suggested_rights
from amparo.ui.forms import Form

from ..models import FlagAnswer, Need, ProtectionFlag, UnmetNeed
from ..models.protection_flags import ANSWERS
from ..models.unmet_needs import REASONS


class FlagAnswerForm(Form):
    code = forms.ChoiceField(label=_("What was done or found out?"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("How, where and with whom"), widget=forms.Textarea({"rows": 3}))
    # The newest answer on the page: whoever sends the form has it before them.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, flag: ProtectionFlag, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.flag = flag
        self.answers: list[FlagAnswer] = []
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (code, code_lists.label(ANSWERS, code)) for code in flag.of_kind.answers
        ]

    def show_answers(self) -> None:
        """Reads the answers given so far, newest first; the form is sent as having seen them."""
        self.answers = list(self.flag.answers.select_related("by").order_by("-pk"))
        seen = str(self.answers[0].ref) if self.answers else ""
        self.initial["seen"] = seen
        if self.is_bound:
            self.data = self.data.copy()
            self.data["seen"] = seen


class UnmetNeedForm(Form):
    """One button for each reason and, of a need that is recorded as unmet, for each end."""

    said = forms.ChoiceField(required=True)
    right = forms.ChoiceField(
        label=_("Right concerned"), required=False,
        help_text=_("Suggested from the service. Change it where another right is concerned."),
    )  # fmt: skip

    def __init__(self, *args: Any, need: Need, unmet: UnmetNeed | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        suggested = suggested_rights(need.service_type)
        first = [(code, code_lists.label("right", code)) for code in suggested]
        rest = [each for each in code_lists.choices("right") if each[0] not in suggested]
        none = ("", pgettext_lazy("right concerned", "Not confirmed"))
        self.fields["right"].choices = [*first, *rest, none]  # type: ignore[attr-defined]
        self.initial["right"] = (unmet.right if unmet else "") or next(iter(suggested), "")
        self.reasons = code_lists.choices(REASONS)
        self.ends = [(end.value, end.label) for end in UnmetNeed.ENDS] if unmet else []
        said = self.fields["said"]
        said.choices = [*self.reasons, *self.ends]  # type: ignore[attr-defined]
        said.error_messages["required"] = _("Choose a reason from the list.")
        said.error_messages["invalid_choice"] = _("Choose a reason from the list.")


class UnmetNeedFilterForm(Form):
    """Which unmet needs a list shows."""

    STATES = (
        ("", pgettext_lazy("unmet needs", "All")),
        ("unconfirmed", pgettext_lazy("unmet need", "Not confirmed")),
        ("confirmed", _("With a reason")),
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("column", "Status"), choices=STATES, required=False
    )
    place = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.is_valid()  # an answer that makes no sense is as good as none: never an error

    def said(self, name: str) -> Any:
        return self.cleaned_data.get(name)

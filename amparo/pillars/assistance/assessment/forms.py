"""What one says in answer to a protection flag."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.protection import code_lists
from amparo.ui.forms import Form

from .models import FlagAnswer, ProtectionFlag
from .models.protection_flags import ANSWERS


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

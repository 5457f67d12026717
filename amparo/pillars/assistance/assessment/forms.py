"""What one says in answer to a protection flag."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.protection import code_lists
from amparo.ui.forms import Form

from .models import ProtectionFlag
from .models.protection_flags import ANSWERS


class FlagAnswerForm(Form):
    code = forms.ChoiceField(label=_("What was done or found out?"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("How, where and with whom"), widget=forms.Textarea({"rows": 3}))
    # The answer that was on the page: who was answered before meanwhile is told so.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, flag: ProtectionFlag, **kwargs: Any):
        last = flag.latest_answer
        super().__init__(*args, initial={"seen": str(last.ref) if last else ""}, **kwargs)
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (code, code_lists.label(ANSWERS, code)) for code in flag.of_kind.answers
        ]

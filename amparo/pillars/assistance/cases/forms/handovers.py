"""Between whom cases change hands, and which ones."""

from collections.abc import Iterable

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui.forms import CheckboxList, Form
from amparo.ui.tags.icons import risk

from ..display_names import listed_name
from ..models import Case

NOBODY = "nobody"


class HandoverPeopleForm(Form):
    """From whom, to whom."""

    def __init__(self, *args, workers: Iterable[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.workers = {user.ref.hex: user for user in workers}
        everybody = [(key, user.name) for key, user in self.workers.items()]
        here = [(key, user.name) for key, user in self.workers.items() if user.is_active]
        self.fields["from"] = forms.ChoiceField(
            label=pgettext_lazy("transfer, handover", "From"),
            choices=[("", ""), (NOBODY, _("Not assigned")), *everybody],
        )
        self.fields["to"] = forms.ChoiceField(
            label=pgettext_lazy("transfer, handover", "To"), choices=[("", ""), *here]
        )

    def clean(self) -> dict:
        answers = super().clean() or {}
        if answers.get("from") and answers.get("from") == answers.get("to"):
            self.add_error("to", _("Choose another colleague than the one who has the cases now."))
        return answers

    @property
    def giver(self) -> User | None:
        """Who has them now; None for cases that nobody has yet."""
        return self.workers.get(self.cleaned_data["from"])

    @property
    def taker(self) -> User:
        return self.workers[self.cleaned_data["to"]]


class HandoverCasesForm(Form):
    """All of them, or those that are ticked."""

    def __init__(self, *args, cases: list[Case], **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = {case.ref.hex: case for case in cases}
        self.fields["cases"] = forms.MultipleChoiceField(
            label=_("Cases to transfer"),
            choices=[(key, case_choice_label(case)) for key, case in self.cases.items()],
            initial=list(self.cases),
            widget=CheckboxList,
            error_messages={"required": _("Choose at least one case to hand over.")},
        )

    @property
    def chosen(self) -> list[Case]:
        return [self.cases[key] for key in self.cleaned_data["cases"]]


def case_choice_label(case: Case) -> SafeString:
    return format_html(
        '<bdi>{}</bdi> {} <bdi class="code small soft" dir="ltr">{}</bdi>',
        listed_name(case),
        risk(case.band),
        case.number,
    )

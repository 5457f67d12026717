"""The form in which one issue is answered: the missing value, or why nobody knows it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui.forms import Form

from .models import DataIssue


class AnswerForm(Form):
    """The fields of a check, none of them required, and the reason why they stay empty.

    Valid where either is given, and not both. A check adds its fields in a subclass; they come
    first.
    """

    reason = forms.ChoiceField(
        label=pgettext_lazy("data quality issue", "Or why it is not known"), required=False,
        help_text=gettext_lazy("Then it is not asked of this record for a year at least."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, record: Any, user: User, reasons: tuple[str, ...], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.record, self.user = record, user
        offered: Any = self.fields.pop("reason")
        labels = dict(DataIssue.Reason.choices)
        offered.choices = [("", ""), *((code, labels[code]) for code in reasons)]
        self.fields["reason"] = offered

    @property
    def value_names(self) -> list[str]:
        return [name for name in self.fields if name != "reason"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        is_given = any(said.get(name) not in (None, "", []) for name in self.value_names)
        if said["reason"] and is_given:
            self.add_error("reason", _("Choose one: the answer, or why it is not known."))
        elif not said["reason"] and not is_given:
            self.add_error(next(iter(self.fields)), self.nothing_said)
        return said

    @property
    def nothing_said(self) -> str:
        if self.value_names:
            return _("Enter the answer, or choose below why it is not known.")
        return _("Choose why it is not known.")

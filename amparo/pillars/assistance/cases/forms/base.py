"""What forms of the steps share: lists with an open first line, rows that can be added."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amparo.ui.forms import Form

type Choices = Callable[[], list]

MOST_ROWS = 12


def open_choice(choices: Choices, text: str = "") -> Choices:
    """The same list, beginning with a line that chooses nothing."""
    return lambda: [("", text or pgettext("select, first line", "Choose")), *choices()]


class RowFormSet:
    """A few forms of one kind, one under the other; "one more" works without scripts.

    Rows that were left empty count for nothing.
    """

    def __init__(self, form: type[Form], prefix: str, data: QueryDict | None, **given: Any):
        self.prefix, self.data, self._form, self._given = prefix, data, form, given
        wanted = _number(data.get(f"{prefix}-rows", "")) if data else 0
        if data and f"more-{prefix}" in data:
            wanted += 1
        self.count = max(1, min(wanted, MOST_ROWS))
        self.forms = [self._row(index) for index in range(self.count)]

    @property
    def asks_for_more(self) -> bool:
        return self.data is not None and f"more-{self.prefix}" in self.data

    @property
    def may_grow(self) -> bool:
        return self.count < MOST_ROWS

    def _row(self, index: int) -> Form:
        prefix = f"{self.prefix}-{index}"
        if self.data is None:
            return self._form(prefix=prefix, **self._given)
        if self.asks_for_more:  # nothing is judged while somebody is still adding
            return self._form(
                prefix=prefix, initial=unvalidated_data(self.data, prefix), **self._given
            )
        return self._form(self.data, prefix=prefix, empty_permitted=True, **self._given)

    def is_valid(self) -> bool:
        judged = [form.is_valid() for form in self.forms]  # every row says what it lacks
        return all(judged)

    def filled(self) -> list[dict]:
        return [form.cleaned_data for form in self.forms if form.has_changed()]


def _number(text: str) -> int:
    """How many rows the page says that it had; nonsense is none."""
    try:
        return int(text)
    except ValueError:
        return 0


def unvalidated_data(data: QueryDict, prefix: str = "") -> dict[str, Any]:
    """What was already typed, to be shown again without judging it."""
    start = f"{prefix}-" if prefix else ""
    return {
        name.removeprefix(start): values if len(values) > 1 else values[0]
        for name, values in data.lists()
        if name.startswith(start)
    }


class YesNoField(forms.TypedChoiceField):
    """A question that one may also leave open, where it is not required."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(
            choices=lambda: [("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            **kwargs,
        )

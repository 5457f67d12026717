"""Forms that answer data quality issues: the one missing value, or why nobody knows it."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from amparo.foundation.core.clock import now
from amparo.foundation.core.code_lists import codes
from amparo.foundation.data_quality.forms import AnswerForm
from amparo.foundation.people.forms.fields import PlaceField, age_field, birth_field, birth_fields


def _known_sexes() -> list[tuple[str, str]]:
    return [(code, text) for code, text in codes.choices("sex") if code not in ("", "unknown")]


class SexForm(AnswerForm):
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), choices=_known_sexes, widget=forms.RadioSelect, required=False
    )


class AgeForm(AnswerForm):
    birth = birth_field()
    age = age_field()

    def clean(self) -> dict[str, Any]:
        """Returns `born`, the fields of a person, beside the reason."""
        said = super().clean()
        if self.errors:
            return said
        return {
            "reason": said["reason"],
            "born": birth_fields(said["birth"], said["age"], localdate(now())),
        }


class AreaForm(AnswerForm):
    place = PlaceField(
        label=gettext_lazy("Present location"), required=False,
        help_text=gettext_lazy("Services recorded without an area count there as well."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(self.user)  # type: ignore[attr-defined]

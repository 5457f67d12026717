"""Forms of links: on which patterns of unmet needs a record rests."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import CheckboxList, Form

from .chain import PatternLine


class ConnectForm(Form):
    """The patterns on which a record rests, among those of an area."""

    patterns = forms.MultipleChoiceField(
        label=gettext_lazy("Unmet needs on which it rests"), widget=CheckboxList, required=False,
        help_text=pgettext_lazy("links", "Counted patterns, in which nobody can be found."),
    )  # fmt: skip

    def __init__(self, *args, lines: list[PatternLine], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["patterns"].choices = [  # type: ignore[attr-defined]
            (str(line.pattern.ref), _label(line)) for line in lines
        ]


def _label(line: PatternLine) -> str:
    return " · ".join(filter(None, (line.title, line.pattern.right_label, line.figure_text)))

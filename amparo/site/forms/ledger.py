"""What an auditor looks for in the ledger."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.audit import events
from amparo.foundation.core.models import User


class SiftForm(forms.Form):
    """Every answer narrows the list; none is needed. Only codes and refs go into the address."""

    what = forms.ChoiceField(
        label=_("What"), required=False,
        choices=[
            ("", _("Everything")), ("deeds", _("Deeds")), ("readings", _("Openings")),
            ("denied", _("Tries that were refused")),
        ],
    )  # fmt: skip
    deed = forms.ChoiceField(label=_("Deed"), required=False)
    by = forms.ModelChoiceField(
        User.objects.none(), label=_("Who"), required=False, to_field_name="ref",
        empty_label=_("Everybody"),
    )  # fmt: skip
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    ref = forms.UUIDField(label=_("Ref of a file or a record"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = sorted((str(said), deed) for deed, said in events.EVENTS.items())
        self.fields["deed"].choices = [("", _("Every deed")), *((d, said) for said, d in words)]
        self.fields["by"].queryset = User.objects.order_by("name")

    def sift(self, lines):
        """The lines that were asked for; an answer that is no answer asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        if what := asked.get("what"):  # a choice is named as what the ledger tells by itself
            lines = getattr(lines, what)()
        wanted = {
            "deed": asked.get("deed"), "by": asked.get("by"),
            "at__date__gte": asked.get("since"), "at__date__lte": asked.get("until"),
        }  # fmt: skip
        lines = lines.filter(**{name: value for name, value in wanted.items() if value})
        if ref := asked.get("ref"):
            lines = lines.about(ref)
        return lines

    @property
    def is_used(self) -> bool:
        return self.is_bound and any(self.cleaned_data.values())

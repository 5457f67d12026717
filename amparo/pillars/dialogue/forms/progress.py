"""The form of a quarterly report: a part for each commitment, all in one."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.ui.forms import Form

from ..models.progress import Progress, Progressed
from ..progress_reports import ToReport


class QuarterForm(Form):
    """Progress, words, evidence and figure of each commitment; a part left empty says nothing, and
    nothing is chosen before somebody chooses it.
    """

    def __init__(self, data, *, rows: list[ToReport], is_by_link: bool = False):
        super().__init__(data)
        self.rows = rows
        for row in rows:
            self._add_part(row)
        if is_by_link:
            self.fields["reporter"] = forms.CharField(
                label=pgettext_lazy("report of an institution", "Reported by"), max_length=200,
                required=False, help_text=gettext_lazy("Your function; your name if you wish."),
            )  # fmt: skip

    def _add_part(self, row: ToReport) -> None:
        key = row.commitment.pk
        self.fields[f"progress_{key}"] = forms.ChoiceField(
            label=pgettext_lazy("commitment", "Progress"), choices=Progress.choices,
            required=False, widget=forms.RadioSelect,
        )  # fmt: skip
        self.fields[f"text_{key}"] = forms.CharField(
            label=pgettext_lazy("progress", "What was done"), max_length=4000, required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        self.fields[f"evidence_{key}"] = forms.CharField(
            label=gettext_lazy("What shows it"), max_length=1000, required=False,
            help_text=gettext_lazy("A document, a number, an address: what others can check."),
        )  # fmt: skip
        if row.commitment.target is not None:
            self.fields[f"figure_{key}"] = forms.DecimalField(
                label=row.commitment.unit, required=False, max_digits=16, decimal_places=2,
            )  # fmt: skip

    @property
    def parts(self):
        """Each commitment with its fields."""
        names = ("progress", "text", "evidence", "figure")
        return [
            (row, [self[f"{name}_{row.commitment.pk}"] for name in names
                   if f"{name}_{row.commitment.pk}" in self.fields])
            for row in self.rows
        ]  # fmt: skip

    def clean(self):
        said = super().clean()
        for row in self.rows:
            key = row.commitment.pk
            text, progress = said.get(f"text_{key}"), said.get(f"progress_{key}")
            if text and not progress:
                self.add_error(f"progress_{key}", _("Say how far the commitment is."))
            if progress == Progress.DONE and text and not said.get(f"evidence_{key}"):
                self.add_error(f"evidence_{key}", _("Write what shows that it is done."))
        if not self.errors and not self._filled(said):
            self.add_error(None, _("Report on at least one commitment."))
        return said

    def _filled(self, said) -> list[ToReport]:
        return [row for row in self.rows if said.get(f"text_{row.commitment.pk}")]

    @property
    def lines(self) -> list[Progressed]:
        said = self.cleaned_data
        return [
            Progressed(
                row.commitment, said[f"progress_{key}"], said[f"text_{key}"],
                said[f"evidence_{key}"], said.get(f"figure_{key}"),
            )
            for row in self._filled(said)
            for key in [row.commitment.pk]
        ]  # fmt: skip

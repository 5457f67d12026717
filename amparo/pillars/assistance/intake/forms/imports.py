"""Bringing a register in: whose it is, on which basis, and what its columns hold."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.uploads import upload_was_too_large
from amparo.foundation.core.models import Team, User
from amparo.pillars.assistance.cases.permissions import of_own_team_or_office
from amparo.ui.forms import Form

from ..imports.columns import is_valid_mapping, propose_mapping
from ..imports.fields import FIELDS, GROUPS
from ..imports.rows import DATES, SEXES
from ..imports.values import COUNTRIES
from ..models import BeneficiaryList, ImportFile

ENCODINGS = [
    ("", gettext_lazy("Find out by itself")),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Windows-1252"),
    ("cp1256", "Windows-1256 (العربية)"),
]


class DuplicateWaiverForm(Form):
    """Why a list may come in that looks like people already known."""

    reason = forms.CharField(
        label=gettext_lazy("Reason: different people"),
        help_text=gettext_lazy(
            "What you looked at, and whom you asked. Your name stands beside it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ImportFileForm(Form):
    """A further file of a register that is already agreed."""

    file = forms.FileField(
        label=pgettext_lazy("field", "File to import"),
        help_text=gettext_lazy("CSV or XLSX. It is kept sealed, and nothing enters yet."),
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Character encoding (CSV)"), choices=ENCODINGS, required=False
    )

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        if request and upload_was_too_large(request):
            self.fields["file"].error_messages["required"] = _(
                "This file is too large. Divide it or save it as CSV."
            )


class BeneficiaryListForm(ImportFileForm):
    """A register that is taken over for the first time, with the basis that was signed."""

    title = forms.CharField(label=gettext_lazy("Name of the list"), max_length=200)
    team = forms.ModelChoiceField(
        label=pgettext_lazy("list", "Receiving team"), queryset=Team.objects.none()
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("Legal basis of the transfer of data"),
        help_text=gettext_lazy("One signed basis holds for all rows and is shown on each file."),
        choices=codes.lazy_choices("register_basis"),
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Purposes"),
        choices=codes.lazy_choices("consent_scope"),
        widget=forms.CheckboxSelectMultiple,
        initial=["case_management"],
    )
    signed_by = forms.CharField(label=gettext_lazy("Signed by"), max_length=200)
    signed_on = forms.DateField(label=gettext_lazy("Signed on"))
    field_order = [
        "title", "team", "basis", "purposes", "signed_by", "signed_on", "file", "encoding",
    ]  # fmt: skip

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_for(user)

    @property
    def basis_agreed(self) -> dict:
        names = ("title", "team", "basis", "purposes", "signed_by", "signed_on")
        return {name: self.cleaned_data[name] for name in names}


def teams_for(user: User):
    """The teams for which one may bring a register in."""
    theirs = of_own_team_or_office("register.bring", path="")(user, Team, "")
    return Team.objects.accessible_to(user).filter(theirs).order_by("name")


class ColumnMappingForm(Form):
    """What each column holds: our proposal, to be confirmed or changed."""

    opens_cases = forms.BooleanField(
        label=gettext_lazy("Open a case for each person"), required=False
    )
    minors_came_with = forms.ChoiceField(
        label=gettext_lazy("Did the minors of this list come with their parents or guardians?"),
        help_text=gettext_lazy(
            "Asked once, where no columns say who belongs to which family and with which "
            "relation. Without an answer each minor is listed, to be checked."
        ),
        choices=[("", gettext_lazy("No answer")), *ImportFile.Minors.choices],
        required=False,
    )
    minors_said_by = forms.CharField(
        label=gettext_lazy("Who said it"),
        help_text=gettext_lazy("Name and function. Needed if you answer yes."),
        max_length=200, required=False,
    )  # fmt: skip

    def __init__(self, *args, file: ImportFile, header: tuple[str, ...], samples, **kwargs):
        super().__init__(*args, **kwargs)
        self.header = header
        self.proposal = {each.column: each for each in propose_mapping(header).guesses}
        self.samples = samples
        for name in ("opens_cases", "minors_came_with", "minors_said_by"):
            self.fields[name].initial = getattr(file, name)
        chosen, settled = file.mapping or {}, file.settled or {}
        for at, column in enumerate(header):
            guess = chosen.get(column) if chosen else self.proposal[column].field
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=column, choices=_choices, required=False, initial=guess or "",
                widget=_select(),
            )  # fmt: skip
            if guess in DATES:
                self._order(at, settled.get("date_orders", {}).get(column, ""))
            elif guess in SEXES:
                self._letter(at, settled.get("letter_m", {}).get(column, ""))
            elif guess in COUNTRIES:
                self._country_codes(at, settled.get("country_codes", {}).get(column, ""))

    def _order(self, at: int, initial: str) -> None:
        choices = [
            ("", _("Dates as they are written")),
            ("dmy", _("Day first: 03/04 is 3 April")),
            ("mdy", _("Month first: 03/04 is 4 March")),
        ]
        self.fields[f"order_{at}"] = forms.ChoiceField(
            label=_("Order of day and month in %(column)s") % {"column": self.header[at]},
            choices=choices,
            required=False,
            initial=initial,
            widget=_select(),
        )

    def _letter(self, at: int, initial: str) -> None:
        choices = [
            ("", _("Look at the other letters")),
            ("female", _("M is a woman (mujer)")),
            ("male", _("M is a man (male, masculino)")),
        ]
        self.fields[f"letter_{at}"] = forms.ChoiceField(
            label=_("Meaning of M in %(column)s") % {"column": self.header[at]},
            choices=choices,
            required=False,
            initial=initial,
            widget=_select(),
        )

    def _country_codes(self, at: int, initial: str) -> None:
        choices = [
            ("", _("Look at the other cells")),
            ("codes", _("They are codes of countries: SO is Somalia, NA is Namibia")),
            ("unknown", _("They say that the country is not known")),
        ]
        self.fields[f"codes_{at}"] = forms.ChoiceField(
            label=_("Meaning of SO, NA or SD in %(column)s") % {"column": self.header[at]},
            choices=choices,
            required=False,
            initial=initial,
            widget=_select(),
        )

    def lines(self) -> list[dict]:
        """One line for each column: its name, what it holds for example, what we think it is."""
        return [
            {
                "column": column,
                "sample": self.samples[at],
                "guess": self.proposal[column],
                "field": self[f"column_{at}"],
                "order": self[f"order_{at}"] if f"order_{at}" in self.fields else None,
                "letter": self[f"letter_{at}"] if f"letter_{at}" in self.fields else None,
                "codes": self[f"codes_{at}"] if f"codes_{at}" in self.fields else None,
            }
            for at, column in enumerate(self.header)
        ]

    def clean(self):
        cleaned = super().clean()
        if not any(self.mapping.values()):
            raise forms.ValidationError(_("Say of at least one column what it holds."))
        if not is_valid_mapping(self.mapping):
            raise forms.ValidationError(
                _("Two columns hold the same thing. Keep one of them, and leave the other out.")
            )
        return cleaned

    def clean_minors_said_by(self) -> str:
        who = self.cleaned_data["minors_said_by"]
        if self.cleaned_data.get("minors_came_with") == ImportFile.Minors.YES and not who:
            raise forms.ValidationError(_("Write who said that the minors came with adults."))
        return who

    @property
    def mapping(self) -> dict[str, str]:
        said = {c: self.cleaned_data.get(f"column_{at}") for at, c in enumerate(self.header)}
        return {column: field for column, field in said.items() if field}

    @property
    def settled(self) -> dict:
        return {
            "date_orders": self._said("order"),
            "letter_m": self._said("letter"),
            "country_codes": self._said("codes"),
        }

    def _said(self, kind: str) -> dict[str, str]:
        said = {c: self.cleaned_data.get(f"{kind}_{at}") for at, c in enumerate(self.header)}
        return {column: answer for column, answer in said.items() if answer}


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})  # it stands in a table, outside our fields


def _choices() -> list:
    groups: dict[str, list] = {name: [] for name in GROUPS}
    for code, field in FIELDS.items():
        groups[field.group].append((code, field.label))
    offered = [(str(GROUPS[name]), fields) for name, fields in groups.items()]
    return [("", _("Leave out")), *offered]


def registers_of(user: User):
    """The registers of the teams that one brings registers in for."""
    return (
        BeneficiaryList.objects.accessible_to(user)
        .select_related("team__office", "basis")
        .order_by("-pk")
    )

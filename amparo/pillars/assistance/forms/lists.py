"""What one looks for in lists, and what a supervisor answers."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amparo.foundation.core.models import User
from amparo.ui.formats import band_word
from amparo.ui.forms import Form

from ..caseload import ACTIVE, SEVERE, Sought, View, week_ahead
from ..models import Case
from ..models.cases import BANDS, NOTHING_DUE

STATUSES: dict[str, tuple[str, ...]] = {"": ACTIVE} | {
    status.value: (status.value,) for status in Case.Status
}
RISKS: dict[str, tuple[int, ...]] = {"": (), "severe": tuple(range(SEVERE, len(BANDS)))} | {
    band: (at,) for at, band in reversed(list(enumerate(BANDS)))
}


class CaseSift(Form):
    """Whose cases, in which state, at which risk, due when: all of it in the address."""

    whose = forms.ChoiceField(label=pgettext_lazy("filter", "Caseworker"), required=False)
    status = forms.ChoiceField(label=pgettext_lazy("column", "Status"), required=False)
    risk = forms.ChoiceField(label=pgettext_lazy("title", "Risk level"), required=False)
    due = forms.ChoiceField(
        label=pgettext_lazy("filter", "Due"),
        required=False,
        choices=[("", _("Any day")), ("overdue", _("Overdue")), ("week", _("Within a week"))],
    )
    owner = forms.ChoiceField(label=_("Caseworker"), required=False)
    since = forms.DateField(label=_("Changed since"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("risk", _("By risk, then next date")),
            ("due", _("By next date")),
            ("contact", _("Longest without contact")),
            ("change", _("Last changed first")),
        ],
    )

    def __init__(self, *args, views: list[View], workers: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.views = {view.code: view for view in views}
        self.workers = {user.ref.hex: user for user in workers}
        self._offer("whose", [(view.code, view.name) for view in views])
        self._offer("status", [("", _("Open and in follow-up")), *Case.Status.choices])
        self._offer("risk", [(code, _risk_word(code)) for code in RISKS])
        self._offer(
            "owner",
            [
                ("", pgettext_lazy("audience", "Anyone")),
                *((k, u.name) for k, u in self.workers.items()),
            ],
        )
        if not workers:
            del self.fields["owner"]
        self.is_valid()  # an answer that makes no sense is as good as none: never an error

    def _offer(self, name: str, choices: list) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def view(self) -> View:
        """Whose cases: what the address says, else one's own, else the first team."""
        return self.views.get(self._asked("whose")) or next(iter(self.views.values()))

    @property
    def worker(self) -> User | None:
        """The one colleague whose cases are looked for."""
        return self.workers.get(self._asked("owner"))

    @property
    def in_order(self) -> str:
        """What was asked for; else what fits: late things by day, changes by time."""
        usual = "due" if self._asked("due") else "change" if self._asked("since") else "risk"
        return self._asked("order") or usual

    def sought(self) -> Sought:
        since = self.cleaned_data.get("since")
        return Sought(
            grantee=f"user:{self.worker.pk}" if self.worker else self.view.grantee,
            statuses=STATUSES[self._asked("status")],
            bands=RISKS[self._asked("risk")],
            due_before=_due_before(self._asked("due")),
            since=make_aware(datetime.combine(since, time.min)) if since else None,
            of_view=self.view.grantee,
            order=self.in_order,
        )

    def _asked(self, name: str) -> str:
        return self.cleaned_data.get(name, "")


def _risk_word(code: str) -> object:
    if code == "severe":
        return _("Critical or high")
    return band_word(code) if code else _("Any risk")


def _due_before(due: str):
    today = localdate()
    if due == "overdue":
        return today
    return min(week_ahead(today) + timedelta(days=1), NOTHING_DUE) if due == "week" else None


class DecideForm(Form):
    """A supervisor's answer: yes, or back with a note."""

    note = forms.CharField(
        label=_("Note to colleague"),
        help_text=_("When you send it back, write what is missing."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    answer = forms.ChoiceField(
        choices=[("approve", ""), ("send_back", "")], widget=forms.HiddenInput
    )

    def clean(self):
        answers = super().clean()
        if answers.get("answer") == "send_back" and not answers.get("note", "").strip():
            self.add_error(
                "note", _("State what is missing, so that your colleague can continue.")
            )
        return answers

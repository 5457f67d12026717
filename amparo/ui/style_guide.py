"""The style guide: a page with every component, with nobody's data."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from . import formats
from .chart_examples import chart_examples
from .filters import OPENED, Filter, FilterBar, Shortcut
from .forms import CheckboxList, Form, PartialDateField, RadioList
from .pagination import CursorPage


@login_not_required
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component, once, in the language asked for."""
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        return render(request, "ui/style_guide.html", _context())


def _context() -> dict:
    today, here = localdate(), now()
    return {
        "menu": _menu(),
        "bottom_menu": _bottom_menu(),
        "me": SimpleNamespace(name="Lucía Méndez", initials="LM", place="Puerto Alto"),
        "notices": 3,
        "today": today,
        "here": here,
        "three_days_ago": today - timedelta(days=3),
        "in_two_days": today + timedelta(days=2),
        "last_year": today - timedelta(days=400),
        "bands": ("critical", "high", "medium", "low", "none"),
        "asked": ExampleForm(),
        "missing": ExampleForm(_half_filled(), auto_id="bad_%s"),
        "filter_form": ExampleFilterForm({"risk": "high"}, auto_id="filter_%s"),
        "bar": _filter_bar(),
        "pages": CursorPage([], earlier="before=x", later="after=x"),
        "steps": (pgettext("upload", "File"), _("Columns"), _("Check"), _("Import")),
        "adds": (_("The employer keeps her passport"), _("A travel debt that grows each month")),
        "eases": (_("Her sister can take her in"),),
        **chart_examples(),
    }


def _filter_bar() -> FilterBar:
    """With one filter in force, and its values shown."""
    risks = [(code, formats.band_word(code)) for code in ("critical", "high", "medium", "low")]
    filters = [Filter("risk", pgettext("title", "Risk level"), lambda: risks)]
    short = [Shortcut("risk", "critical", formats.band_word("critical"))]
    return FilterBar(filters, {"risk": "high", OPENED: "risk"}, shortcuts=short)


def _half_filled() -> dict:
    return {"born_day": "31", "born_month": "11", "born_year": "1992"}


def _entry(label: str, icon: str, **more: object) -> SimpleNamespace:
    facts = {"url": "#main", "count": 0, "is_late": False, "is_current": False, "is_main": False}
    return SimpleNamespace(label=label, icon=icon, **(facts | more))


def _group(label: str, icon: str, code: str, *entries: SimpleNamespace, is_open: bool = False):
    count = sum(entry.count for entry in entries)
    return SimpleNamespace(
        label=label, icon=icon, code=code, entries=entries, is_open=is_open, count=count
    )


def _menu() -> SimpleNamespace:
    cases = _group(
        pgettext("menu", "Case management"), "folder", "cases",
        _entry(_("People and cases"), "users", is_current=True),
        _entry(_("Referrals"), "arrows-exchange", count=2),
        _entry(_("Calendar"), "calendar-event"),
        is_open=True,
    )  # fmt: skip
    forms = _group(
        pgettext("menu", "Evidence"),
        "chart-dots",
        "evidence",
        _entry(_("Forms"), "clipboard-list"),
    )
    directory = _group(
        pgettext("menu", "Directory"), "map-pin", "directory",
        _entry(_("Services"), "building-community"), _entry(_("Communities"), "home"),
    )  # fmt: skip
    return SimpleNamespace(
        homes=[_entry(_("Today"), "sun", count=6, is_late=True)],
        groups=[cases, forms],
        rest=[directory],
        actions=[_entry(_("Register person"), "user-plus")],
    )


def _bottom_menu() -> list[SimpleNamespace]:
    return [
        _entry(_("Today"), "sun"),
        _entry(_("People"), "users", is_current=True),
        _entry(pgettext("menu", "New"), "plus", is_main=True),
        _entry(_("Search"), "search"),
    ]


def _offer(form: Form, field: str, choices: list[tuple[str, str]]) -> None:
    """The answers in the language of this reader, not of the first."""
    asked = form.fields[field]
    if isinstance(asked, forms.ChoiceField):
        asked.choices = choices


class ExampleForm(Form):
    """One field of each kind."""

    name = forms.CharField()
    born = PartialDateField(may_estimate=True)
    safe = forms.ChoiceField(widget=forms.RadioSelect)
    visit = forms.DateField(required=False)
    place = forms.ChoiceField(required=False)
    account = forms.CharField(widget=forms.Textarea, required=False)
    needs = forms.MultipleChoiceField(widget=CheckboxList, required=False)
    sleeps = forms.ChoiceField(widget=RadioList, required=False)
    agrees = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._say()
        yes_no = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know"))]
        street = ("street", _("In the street, or does not know where"))
        _offer(self, "safe", yes_no)
        _offer(
            self,
            "place",
            [("", pgettext("select, first line", "Choose")), ("north", _("North coast"))],
        )
        _offer(self, "needs", [("food", _("Food")), ("health", _("Health care"))])
        _offer(self, "sleeps", [("safe", _("In a safe place")), street])

    def _say(self) -> None:
        labels = {
            "name": _("Name in use"),
            "born": _("Date of birth"),
            "safe": _("Are you safe right now?"),
            "visit": _("Next visit"),
            "place": _("Place"),
            "account": _("What she tells"),
            "needs": _("What is needed today"),
            "sleeps": _("Where will you sleep tonight?"),
            "agrees": _("She agrees to this plan"),
        }
        for field, label in labels.items():
            self.fields[field].label = label
        self.fields["name"].help_text = _("As they want to be called.")
        self.fields["born"].help_text = _('What you know is enough: "about 30" will do.')


class ExampleFilterForm(Form):
    """Filters of a list."""

    place = forms.ChoiceField(required=False)
    risk = forms.ChoiceField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].label, self.fields["risk"].label = (
            _("Place"),
            pgettext("title", "Risk level"),
        )
        _offer(
            self,
            "place",
            [("", pgettext("children, victims, filter", "All")), ("north", _("North coast"))],
        )
        _offer(
            self,
            "risk",
            [("", pgettext("children, victims, filter", "All")), ("high", _("High or critical"))],
        )


urlpatterns = [path("patterns/", style_guide, name="style-guide")]

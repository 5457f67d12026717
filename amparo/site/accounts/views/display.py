"""Views: how this device shows pages; the quick switches of the header."""

from dataclasses import replace
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from amparo.ui.action_views import posted_data
from amparo.ui.forms import Form, RadioList
from amparo.ui.responses import action_done, safe_next_url

from ...display_modes import DARK, LARGE, LARGEST, NAMES_SHOWN, DisplayModes

TEMPLATE = "site/accounts/display.html"
SWITCHES = {"dark": "is_dark", "discreet": "is_discreet"}


class DisplayForm(Form):
    appearance = forms.ChoiceField(
        label=pgettext_lazy("display", "Appearance"),
        choices=[
            ("light", pgettext_lazy("display", "Light")),
            (DARK, pgettext_lazy("display", "Dark")),
        ],
        widget=RadioList,
    )
    text = forms.ChoiceField(
        label=pgettext_lazy("display", "Text size"),
        choices=[
            ("", pgettext_lazy("display", "Standard")),
            (LARGE, pgettext_lazy("display", "Large")),
            (LARGEST, pgettext_lazy("display", "Very large")),
        ],
        widget=RadioList,
        required=False,
    )
    is_motion_reduced = forms.BooleanField(
        label=pgettext_lazy("display", "Fewer motions"),
        help_text=gettext_lazy("Nothing slides or turns on the page."),
        required=False,
    )
    is_discreet = forms.BooleanField(
        label=pgettext_lazy("display", "Discreet mode"),
        help_text=gettext_lazy(
            "Pages show initials instead of the names of the people you accompany. The key F8 "
            "switches it on and off."
        ),
        required=False,
    )

    def modes(self) -> DisplayModes:
        said = dict(self.cleaned_data)
        return DisplayModes(is_dark=said.pop("appearance") == DARK, **said)


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """The choices of this device; kept in its cookie alone."""
    kept: DisplayModes = request.display_modes  # type: ignore[attr-defined]
    chosen = {
        "appearance": DARK if kept.is_dark else "light", "text": kept.text,
        "is_motion_reduced": kept.is_motion_reduced, "is_discreet": kept.is_discreet,
    }  # fmt: skip
    form = DisplayForm(posted_data(request), initial=chosen)
    if form.is_valid():
        done = _("Pages look like this on this device from now on.")
        response = action_done(request, next_url=reverse("display"), message=done)
        form.modes().keep(response)
        return response
    return render(request, TEMPLATE, {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Switches one mode on or off and leads back to the page; anything else changes nothing."""
    chosen: DisplayModes = request.display_modes  # type: ignore[attr-defined]
    wanted = {
        name: request.POST[switch] == "on"
        for switch, name in SWITCHES.items()
        if request.POST.get(switch) in ("on", "off")
    }
    next_url = _without_names(safe_next_url(request.POST.get("next", "")))
    response = HttpResponseRedirect(next_url, status=303)
    replace(chosen, **wanted).keep(response)
    return response


def _without_names(url: str) -> str:
    """The address without the wish to see the names once."""
    path, _mark, query = url.partition("?")
    said = QueryDict(query, mutable=True)
    if said.pop(NAMES_SHOWN[0], None) is None:
        return url
    rest = urlencode([(key, value) for key, values in said.lists() for value in values])
    return f"{path}?{rest}" if rest else path

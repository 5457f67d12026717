"""Views: to practise, in the practice office, and back to real work."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amparo.foundation.core.accounts import practice
from amparo.ui.responses import action_done


@require_POST
def begin_practice(request: HttpRequest) -> HttpResponse:
    practice.begin_practice(request)
    return action_done(request, next_url=reverse("home"), message=_("You practise now."))


@require_POST
def end_practice(request: HttpRequest) -> HttpResponse:
    practice.end_practice(request)
    said = _("You do real work again. What you practised is kept for 30 days.")
    return action_done(request, next_url=reverse("home"), message=said)

"""How the deeds of a return answer: a form that keeps what was written, then the journey."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import action_done, render_page

from ...subjects import called
from ..models import ReturnJourney

ASK = "returns/ask.html"
ASKS = ["GET", "HEAD", "POST"]


def open_journey(request: HttpRequest, ref: Any, *, to: str = "work") -> ReturnJourney:
    journeys = ReturnJourney.objects.select_related(
        "case__person", "case__family__head", "case__owner", "case__team__office__organization",
        "to_team__office__organization", "place", "departure__by", "arrival__by", "welcome__by",
        "ended__by",
    )  # fmt: skip
    return get_permitted_or_404(request, journeys, to=to, ref=ref)


def given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def asked(
    request: HttpRequest, journey: ReturnJourney, form: Form, deed: Callable[..., Any], *,
    title: str, yes: str, said: str, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Ask, and do it. What is refused is said on the form; nothing that was written is lost."""
    if form.is_bound and form.is_valid():
        try:
            deed(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return action_done(request, next_url=journey.get_absolute_url(), message=said)
    context = {
        "case": journey.case, "journey": journey, "called": called(journey.case), "form": form,
        "title": title, "yes": yes, "back": journey.get_absolute_url(), **more,
    }  # fmt: skip
    return render_page(request, ASK, context, status=422 if form.is_bound else 200)

"""How the steps of a case answer: a form that keeps what was written, then back to the case."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import action_done, is_htmx_fragment, render_page

from ..models import Case
from ..subjects import called

ASK = "assistance/steps/ask.html"
ASKS = ["GET", "HEAD", "POST"]


def open_case(request: HttpRequest, ref: Any, *, to: str = "work") -> Case:
    cases = Case.objects.with_subject().select_related("place", "community__place")
    return get_permitted_or_404(request, cases, to=to, ref=ref)


def step(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    *,
    title: str,
    yes: str,
    fields: str,
    lede: str = "",
    missing: list[forms.Form] | None = None,
    **more: Any,
) -> HttpResponse:
    """The form of a step: a page, or its part; with what is still missing where it was judged."""
    missing = [form] if missing is None else missing
    context = {
        "case": case, "called": called(case), "form": form, "missing": missing, "title": title,
        "lede": lede, "yes": yes, "fields": f"assistance/steps/{fields}.html",
        "in_place": is_htmx_fragment(request), **more,
    }  # fmt: skip
    is_judged = any(each.is_bound for each in missing)
    return render_page(request, ASK, context, part="form", status=422 if is_judged else 200)


def sent(request: HttpRequest, form: forms.Form) -> bool:
    """The form came back, and nothing in it is missing."""
    return request.method == "POST" and form.is_valid()


def tried[T](form: forms.Form, deed: Callable[..., T], *args: Any, **fields: Any) -> T | None:
    """Do it. What the house refuses is said on the form; nothing that was written is lost."""
    try:
        return deed(*args, **fields)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def back(request: HttpRequest, case: Case, said: str, to: str = "") -> HttpResponse:
    return action_done(request, next_url=to or case.get_absolute_url(), message=said)

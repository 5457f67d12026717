"""How pages of a child answer: the record opened with its case, a form, and back to the child."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done

from ...views.stepping import sent, tried
from ..models import BestInterestsDetermination, ChildAlone

ASK = "families/ask.html"
ASKS = ["GET", "HEAD", "POST"]
_CASE = (
    "person",
    "family__head",
    "community",
    "institution",
    "owner",
    "team__office__organization",
)


def with_case(records: QuerySet, path: str = "") -> QuerySet:
    """Each with its child, and all that a page of its case needs, in one query."""
    return records.select_related(f"{path}person", *(f"{path}case__{name}" for name in _CASE))


def open_child(request: HttpRequest, ref: Any, *, to: str = "see") -> ChildAlone:
    return get_permitted_or_404(request, with_case(ChildAlone.objects.all()), to=to, ref=ref)


def open_determination(
    request: HttpRequest, ref: Any, *, to: str = "see"
) -> BestInterestsDetermination:
    found = BestInterestsDetermination.objects.select_related(
        "information__by", "decision__option", "decision__by", "decision__child_informed",
        "decision__reopened__by", "followed_by",
    )  # fmt: skip
    return get_permitted_or_404(request, with_case(found, "child__"), to=to, ref=ref)


def ask(
    request: HttpRequest, child: ChildAlone | None, form: forms.Form, *, title: str, yes: str,
    lede: str = "", back: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """The form, as a page of its own; with what is missing where it was judged."""
    context = {
        "child": child, "form": form, "title": title, "yes": yes, "lede": lede,
        "back": back or (child.get_absolute_url() if child else ""), **more,
    }  # fmt: skip
    if child:
        context["case"] = child.case
    return render(request, ASK, context, status=422 if form.is_bound else 200)


def does(request: HttpRequest, form: forms.Form, deed: Callable[..., Any], *about: Any) -> Any:
    """Do what the form asks, if it was sent and says all; else nothing, and the form says why."""
    if not sent(request, form):
        return None
    return tried(form, deed, *about, by=request.user, **form.cleaned_data)


def kept(request: HttpRequest, to: Any, said: str) -> HttpResponse:
    return action_done(request, next_url=to.get_absolute_url(), message=said)

"""How deeds on a person's file answer: a form in its place, then the part that changed."""

from typing import Any
from urllib.parse import urlsplit

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from amparo.ui.respond import done, page, wants_part

from ..joined import kept_file
from ..models import Person
from ..person_page import PersonPage
from .opening import BY_ITSELF

ASK = "people/ask.html"
PARTS = "people/persons/parts.html"


def url_of(person: Person, part: str = "") -> str:
    where = reverse("people:person", args=[person.ref])
    return f"{where}#{part}" if part else where


def ask(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    yes: str,
    back: str,
    part: str = "asked",
    fields: str = "people/fields.html",
    **more: Any,
) -> HttpResponse:
    """The form, in the place of the part that it changes, or as a page of its own."""
    in_place = wants_part(request)
    context = {
        "form": form, "title": title, "yes": yes, "back": back, "part": part, "fields": fields,
        "level": 2 if in_place else 1, "in_place": in_place, **more,
    }  # fmt: skip
    return page(request, ASK, context, part="form", status=422 if form.is_bound else 200)


def ask_about(
    request: HttpRequest, person: Person, form: Form, *, part: str, **more: Any
) -> HttpResponse:
    """The same, about one person."""
    return ask(request, form, part=part, back=url_of(person, part), person=person, **more)


def kept(
    request: HttpRequest, person: Person, *, part: str, said: str, to: str = ""
) -> HttpResponse:
    """It was done: the part that changed and the summary above it, else back to the person.

    Or `to` the page from which it was asked.
    """
    if to:
        return done(request, then=to, said=said)
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    by_itself = BY_ITSELF in here.query
    fresh = Person.objects.select_related("basis").get(pk=person.pk)
    if not by_itself:
        fresh = kept_file(fresh, request.user)
    on_page = here.path == url_of(fresh)
    file = PersonPage(fresh, request.user, by_itself=by_itself)
    return done(
        request,
        PARTS,
        {"file": file, "person": file.shown},
        part=part,
        also=["summary"] if on_page and part != "summary" else [],
        then=url_of(person, part),
        said=said,
    )

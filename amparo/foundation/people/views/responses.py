"""The form and the response of an action on a person's record, and opening the record."""

from typing import Any
from urllib.parse import urlsplit

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions import read_limits
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.ui.responses import action_done, is_htmx_fragment, render_page

from ..merged_records import kept_record
from ..models import Person
from ..presenters.persons import PersonPresenter

ASK = "people/ask.html"
PARTS = "people/persons/parts.html"


def person_url(person: Person, part: str = "") -> str:
    where = reverse("people:person", args=[person.ref])
    return f"{where}#{part}" if part else where


def form_response(
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
    in_place = is_htmx_fragment(request)
    context = {
        "form": form, "title": title, "yes": yes, "back": back, "part": part, "fields": fields,
        "level": 2 if in_place else 1, "in_place": in_place, **more,
    }  # fmt: skip
    return render_page(request, ASK, context, part="form", status=422 if form.is_bound else 200)


def person_form_response(
    request: HttpRequest, person: Person, form: Form, *, part: str, **more: Any
) -> HttpResponse:
    """The same, about one person."""
    return form_response(
        request, form, part=part, back=person_url(person, part), person=person, **more
    )


def saved_response(
    request: HttpRequest, person: Person, *, part: str, said: str, to: str = ""
) -> HttpResponse:
    """It was done: the part that changed and the summary above it, else back to the person.

    Or `to` the page from which it was asked.
    """
    if to:
        return action_done(request, next_url=to, message=said)
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    by_itself = BY_ITSELF in here.query
    fresh = Person.objects.select_related("basis").get(pk=person.pk)
    if not by_itself:
        fresh = kept_record(fresh, request.user)
    on_page = here.path == person_url(fresh)
    presenter = PersonPresenter(fresh, request.user, by_itself=by_itself)
    return action_done(
        request,
        PARTS,
        {"presenter": presenter, "person": presenter.shown},
        part=part,
        other_parts=["summary"] if on_page and part != "summary" else [],
        next_url=person_url(person, part),
        message=said,
    )


# Opening a record, and with it those merged into it.

# What an address may carry: that a joined file is wanted as it is by itself.
BY_ITSELF = "by-itself"


def open_person(request, ref) -> PersonPresenter:
    """The whole file for who accompanies them; for a partner, what was shared and no more.

    Each file that is read with it leaves its own line: it was opened too.
    """
    person = get_permitted_or_404(
        request, Person.objects.select_related("basis"), to="meet", ref=ref
    )
    presenter = PersonPresenter(person, request.user, by_itself=BY_ITSELF in request.GET)
    for other in presenter.merged.others:
        read_limits.check_read_limit(request.user, other)
    log.log_reads(request.user, "person.seen", presenter.merged.others)
    return presenter

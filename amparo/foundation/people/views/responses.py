"""The page and the response of an action on a person's record, and opening the record."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions import read_limits
from amparo.foundation.core.permissions.rules import annotate_permissions, get_permitted_or_404
from amparo.ui.action_views import requested_next_url
from amparo.ui.responses import action_done

from ..merged_records import kept_record
from ..models import ConsentException, Merge, Person
from ..presenters.persons import PersonPresenter

PARTS = "people/persons/parts.html"


def person_url(person: Person, part: str = "") -> str:
    where = reverse("people:person", args=[person.ref])
    return f"{where}#{part}" if part else where


def person_page(person: Person, part: str = "") -> dict[str, Any]:
    """Returns what the action page shows of a person, and the way back to them."""
    back_url = person_url(person, part)
    return {"person": person, "crumbs": [(back_url, person.shown_name)], "back_url": back_url}


class PersonAction(ActionView):
    """An action on a person, or on a record of theirs: in its place on their page, or alone."""

    queryset: QuerySet | type[Model] | None = Person

    def person_of(self, record: Any) -> Person:
        return record if isinstance(record, Person) else record.person

    def get_page(self, record: Any) -> dict[str, Any]:
        return person_page(self.person_of(record), self.part)

    def get_back_url(self, record: Any) -> str:
        return person_url(self.person_of(record), self.part)


class PersonPartAction(PersonAction):
    """The same; answered with the part of the person's page that changed."""

    def get_response(self, record: Any, result: Any) -> HttpResponse:
        said = self.get_success_message(record, result)
        return saved_response(self.request, self.person_of(record), part=self.part, said=said)


def saved_response(
    request: HttpRequest, person: Person, *, part: str, said: str | Promise
) -> HttpResponse:
    """It was done: the part that changed and the summary above it, else back to the person.

    Or to the page from which it was asked.
    """
    if next_url := requested_next_url(request):
        return action_done(request, next_url=next_url, message=said)
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
    people = annotate_permissions(Person.objects.select_related("basis"), request.user)
    asked = people.annotate(
        has_merges=Exists(Merge.objects.active().of_outer(OuterRef("pk"))),
        has_exceptions=Exists(ConsentException.objects.filter(person=OuterRef("pk"))),
    )
    person = get_permitted_or_404(request, asked, to="meet", ref=ref)
    presenter = PersonPresenter(person, request.user, by_itself=BY_ITSELF in request.GET)
    for other in presenter.merged.others:
        read_limits.check_read_limit(request.user, other)
    log.log_reads(request.user, "person.seen", presenter.merged.others)
    return presenter

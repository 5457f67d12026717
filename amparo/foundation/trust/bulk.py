"""The guard against reading in bulk: past a number of files within an hour, the house asks why.

OWASP ASVS 5.0, V2.4.1. It asks once, lets the work go on for an hour, and tells who answers for
the person. A caseworker's day stays far below it; a copied caseload does not.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from amparo.ui.respond import lead

from . import audit
from .clock import now
from .models import Entry, Office, User
from .models.bulk import FILES, HOUR, files_opened, is_explained


class AsksWhy(Exception):  # noqa: N818 - a question, not an error
    """Many files were opened or are to be taken out: first we ask what for."""


class AsksWhyMiddleware:
    """Lead to the page that asks, and from there to where they were."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AsksWhy):
            return None
        url = f"{reverse('bulk-why')}?{urlencode({'next': request.path})}"
        return lead(request, url)


def opening(user: User, record) -> None:
    """Before a file is opened: one look into the ledger, and only the files count."""
    if record.audit_name not in FILES:
        return
    user = user.looker or user
    most = user.office.files_an_hour if user.office else _default("files_an_hour")
    if files_opened(user, most + 1) < most or _is_open_already(user, record):
        return
    _ask(user, record)


def taking_out(user: User, rows: int, record=None) -> None:
    """Before an export: a long one asks why, whatever was opened before."""
    most = user.office.rows_taken_out if user.office else _default("rows_taken_out")
    if rows > most:
        _ask(user, record)


def _is_open_already(user: User, record) -> bool:
    lines = Entry.objects.of_file(audit.file_of(record)).readings()
    return lines.filter(by=user, at__gt=now() - HOUR).exists()


def _ask(user: User, record) -> None:
    if not is_explained(user):
        audit.refused(user, "bulk.asked", record)
        raise AsksWhy


def _default(name: str) -> int:
    return getattr(Office(), name)

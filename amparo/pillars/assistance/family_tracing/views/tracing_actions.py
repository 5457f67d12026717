"""The action page of a tracing request, and opening requests and matches."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404, signed_in_user
from amparo.ui.tags.formats import code

from ..models import SoughtPerson, TracingMatch, TracingRequest

REQUESTS = TracingRequest.objects.select_related("office__organization", "inquirer", "case", "by")
MATCHES = TracingMatch.objects.select_related(
    "sought__request__office__organization", "sought__request__inquirer", "person", "by"
).prefetch_related("verifications__by")


def open_request(request: HttpRequest, ref: Any, *, to: str) -> TracingRequest:
    return get_permitted_or_404(request, REQUESTS, to=to, ref=ref)


def open_traced(request: HttpRequest, ref: Any) -> TracingRequest:
    """For pages of which nobody else learns that they are there."""
    asked = open_request(request, ref, to="see")
    if not asked.is_traced_by(signed_in_user(request)):
        raise Http404
    return asked


def sought_of(asked: TracingRequest, ref: Any) -> SoughtPerson:
    sought = get_object_or_404(asked.sought, ref=ref)
    sought.request = asked
    return sought


class RequestAction(ActionView):
    """An action on a tracing request."""

    queryset = REQUESTS

    def get_page(self, asked: Any) -> dict[str, Any]:
        return {"crumbs": [(asked.get_absolute_url(), code(asked.number))]}


class ComposedFormAction(RequestAction):
    """The same, with a form that puts together what was told."""

    def get_arguments(self, form: Any) -> dict[str, Any]:
        return form.arguments


class MatchAction(ActionView):
    """An action on a match; whose consent was taken back on either side is there for nobody."""

    queryset = MATCHES
    permission = "verify"

    def get_record(self, ref: Any) -> TracingMatch:
        match = super().get_record(ref=ref)
        if not match.may_be_shown:
            raise Http404
        return match

    def get_page(self, match: Any) -> dict[str, Any]:
        return {"crumbs": [(match.get_absolute_url(), code(match.request.number))]}

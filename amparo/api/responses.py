"""Answers of the API: errors as `application/problem+json` (RFC 9457), and repeated calls.

An error names the field that is wrong and never its value: answers end in logs.
"""

import json
from collections.abc import Callable, Iterable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Header

from amparo.foundation.core.models import IdempotencyKey
from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.foundation.core.refusals import Refusal

TYPE = "application/problem+json"
TITLES: dict[int, Promise] = {
    400: _("We could not read what you sent."),
    401: _("A token is needed: Authorization: Bearer …"),
    403: _("This is not open to you."),
    404: _("There is nothing here, or nothing that is open to you."),
    405: _("This address takes another method."),
    409: _("This is not possible as things are."),
    411: _("What you sent does not say how large it is."),
    413: _("This is larger than we take here."),
    415: _("Send JSON: Content-Type: application/json."),
    422: _("Something is missing or not as it should be."),
    429: _("Too many calls. Wait a moment and try again."),
    503: _("Not at this moment. Nothing was done: send the same again in a moment."),
}
OTHER = _("Something went wrong on our side. Nothing was done.")
# What is wrong with a field, by the name that pydantic gives it; its own words are English.
_FIELDS: dict[str, Promise] = {
    "missing": _("This is still missing."),
    "extra_forbidden": _("We do not know this field."),
    "string_too_long": _("This is longer than we can keep."),
    "string_too_short": _("This is still missing."),
    "enum": _("Choose one of these."),
    "literal_error": _("Choose one of these."),
    "json_invalid": _("This is not JSON."),
}
_INVALID = _("This is not as it should be.")
_KEPT = ("Retry-After", "Allow", "WWW-Authenticate")


def problem(
    status: int, *, detail: str = "", errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": str(TITLES.get(status, OTHER)),
        "status": status,
    }
    if detail:
        told["detail"] = detail
    if errors:
        told["errors"] = errors
    answer = HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=TYPE)
    answer["Content-Language"] = translation.get_language()
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def replace_page(page: HttpResponse) -> HttpResponse:
    """For a system, instead of a page that was made for a person."""
    answer = problem(page.status_code)
    for name in _KEPT:
        if name in page.headers:
            answer[name] = page[name]
    return answer


def is_a_page(response: HttpResponse) -> bool:
    return response.status_code >= 400 and "json" not in response.headers.get("Content-Type", "")


def fields(faults: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Which fields, and what is wrong with each."""
    return [
        {
            "at": ".".join(map(str, _path(fault["loc"]))),
            "detail": str(_FIELDS.get(fault["type"], _INVALID)),
        }
        for fault in faults
    ]


def _path(steps: tuple) -> tuple:
    """Where it stands in what was sent; how we call the body within is nobody's concern."""
    return (*steps[:1], *steps[2:]) if steps[0] == "body" else steps


def is_for_systems(request: HttpRequest) -> bool:
    """Whether this address is one that other systems call; the page that tells of it is not."""
    return request.path_info.startswith("/api/") and request.path_info != "/api/docs"


# Idempotency: a call that is sent again is answered as before, by the key of its sender.

Key = Annotated[
    UUID,
    Header(
        ...,
        alias="Idempotency-Key",
        description="A UUID of your making, the same whenever you send the same call again.",
    ),
]


class OtherCall(Refusal):
    """The key is known, and what came with it is another thing: one of the two would be lost."""

    status = 422


def run_once(request: HttpRequest, key: UUID, do: Callable[[], dict]) -> dict:
    """What `do` answers (refs and codes alone), now or when it was done the first time."""
    try:
        row, is_first = IdempotencyKey.get_or_claim(
            key=key, by=signed_in_user(request), verb=request.path[:120], body=request.body
        )
    except Refusal:
        said = gettext("This Idempotency-Key came with another call before. Take a new one.")
        raise OtherCall(said) from None
    if not is_first:
        return json.loads(row.result_ref or "{}")
    answer = do()
    row.save_result(json.dumps(answer, separators=(",", ":")))
    return answer

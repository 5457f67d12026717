"""How the open directory answers: the same for everybody, and seldom made twice."""

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe, quote_etag

from ..attempts import address_of
from ..machines.problems import problem
from ..pages_kept import is_hurried, kept

# Of one address, from one process of ours, in a minute.
CALLS = 240
FRESH = "public, max-age=300"


def answer(request: HttpRequest, make: Callable[[], dict], *, lines: bool = False) -> HttpResponse:
    """JSON that anybody may read from anywhere, with what a cache needs to ask whether it holds.

    The mark is that of the words themselves: it does not move when something changes that they
    do not tell, such as a safe house.
    """
    if is_hurried(f"hsds\n{address_of(request)}", CALLS):
        busy = problem(429)
        busy["Retry-After"] = "60"
        return busy
    body, mark, when = kept(request.build_absolute_uri(), lambda: _written(make(), lines=lines))
    response = HttpResponse(
        body, content_type="application/x-ndjson" if lines else "application/json"
    )
    response["ETag"] = mark
    if when:
        response["Last-Modified"] = when
    response["Cache-Control"] = FRESH
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.is_for_anybody = True  # type: ignore[attr-defined]
    modified = parse_http_date_safe(response.get("Last-Modified", ""))
    told = get_conditional_response(
        request, etag=response["ETag"], last_modified=modified, response=response
    )
    if told is not response and told is not None:
        told.is_for_anybody = True  # type: ignore[attr-defined]
        told["Access-Control-Allow-Origin"] = "*"
        told["Cross-Origin-Resource-Policy"] = "cross-origin"
    return told or response


def _written(told: dict, *, lines: bool) -> tuple[bytes, str, str]:
    """The answer, its mark, and when the youngest of what it tells changed, where that is said."""
    rows = told["contents"] if lines else [told]
    texts = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in rows]
    body = "".join(f"{text}\n" for text in texts).encode()
    return body, quote_etag(sha256(body).hexdigest()[:32]), _latest(told)


def _latest(told: dict) -> str:
    rows = told.get("contents", [told])
    said = [row["last_modified"] for row in rows if row.get("last_modified")]
    return http_date(datetime.fromisoformat(max(said)).timestamp()) if said else ""

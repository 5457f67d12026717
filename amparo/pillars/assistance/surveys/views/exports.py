"""Rounds of one version taken out without names, as a file that leaves while it is made."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.permissions import read_limits

from ..exports import how_many, pieces
from .instruments import version_of

ROUNDS = "surveys/rounds_out.html"


@require_safe
def rounds(request, ref):
    version = version_of(request, ref, "see")
    return render(request, ROUNDS, {"version": version, "count": how_many(version, request.user)})


@require_safe
@require_recent_authentication
def take(request, ref):
    version = version_of(request, ref, "see")
    count = how_many(version, request.user)
    read_limits.check_export_limit(request.user, count, version)
    log.log_event(request.user, "survey.exported", version, rows=count, format="csv")
    response = StreamingHttpResponse(
        pieces(version, request.user), content_type="text/csv; charset=utf-8", headers=SEALED_OFF
    )
    name = f"{version.instrument.code}-{version.version}-{now():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = disposition(name)
    return response

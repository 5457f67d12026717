"""Rounds of one version taken out without names, as a file that leaves while it is made."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from amparo.foundation.trust import audit, bulk
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.downloads import SEALED_OFF
from amparo.foundation.trust.file_names import disposition
from amparo.foundation.trust.fresh import fresh_sign_in

from ..taking_out import how_many, pieces
from .instruments import version_of

ROUNDS = "surveys/rounds_out.html"


@require_safe
def rounds(request, ref):
    version = version_of(request, ref, "see")
    return render(request, ROUNDS, {"version": version, "count": how_many(version, request.user)})


@require_safe
@fresh_sign_in
def take(request, ref):
    version = version_of(request, ref, "see")
    count = how_many(version, request.user)
    bulk.taking_out(request.user, count, version)
    audit.note(request.user, "survey.exported", version, rows=count, format="csv")
    response = StreamingHttpResponse(
        pieces(version, request.user), content_type="text/csv; charset=utf-8", headers=SEALED_OFF
    )
    name = f"{version.instrument.code}-{version.version}-{now():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = disposition(name)
    return response

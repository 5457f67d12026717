"""Commitments as a file: those of a list with its filters, or those that were ticked."""

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.permissions.rules import require_permission

from ..exports import MEDIA_TYPES, WRITERS
from ..selection import selected_commitments


@require_safe
def download(request, code):
    """A CSV or XLSX of what the address asks for; one line in the audit log with their number."""
    require_permission(request, "commitment.review")
    if code not in WRITERS:
        raise Http404
    rows = selected_commitments(request.GET, request.user)
    content = WRITERS[code](rows)
    log.log_event(request.user, "commitment.exported", None, count=rows.count(), format=code)
    response = HttpResponse(content, content_type=MEDIA_TYPES[code], headers=SEALED_OFF)
    name = f"commitments-{localdate().isoformat()}.{code}"
    response.headers["Content-Disposition"] = disposition(name)
    return response

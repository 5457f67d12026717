"""Pages for when something does not go on: the way out first, and never what went wrong inside."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.template.loader import render_to_string

from amparo.foundation.core.database.availability import is_unavailable
from amparo.foundation.core.encryption.key_ring import DecryptionError
from amparo.foundation.core.refusals import decryption_unavailable_page

from .away import away, without_the_database


@login_not_required
def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


@login_not_required
def unreadable(request, exception=None):
    """What we cannot read; or a session that could not be kept while the database is away."""
    if is_unavailable(exception):
        return away(request)
    return without_the_database(request, "400.html", status=400)


@login_not_required
def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def not_like_this(request, refused):
    """Opened as an address what only a button does: nothing was changed, and how to go on."""
    refused.content = render_to_string("405.html", {}, request)
    return refused


@login_not_required
def fault(request):
    """A mistake of ours; or a database that is away for a moment, which passes."""
    fault = sys.exception()
    if is_unavailable(fault):
        return away(request)
    if isinstance(fault, DecryptionError):  # met before a page began
        return decryption_unavailable_page(request)
    return without_the_database(request, "500.html", status=500)

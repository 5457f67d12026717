"""What was shared with other organizations: as they find it, and ended by who shared it."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.trust import audit
from amparo.foundation.trust.access import must, open_record
from amparo.foundation.trust.veil import of_roles, veiled
from amparo.ui.keyset import slice_of
from amparo.ui.respond import done

from ..models import Shared
from .answers import url_of

INDEX = "people/shared/index.html"


@require_safe
def index(request):
    """What partners received, in force or ended. Whose it is, is said only while it is theirs."""
    must(request, "shared.see")
    # Not joined: once it has ended the person stands behind the wall; the line must still be read.
    rows = Shared.objects.open_to(request.user).select_related("organization")
    rows = rows.prefetch_related("person")
    pages = slice_of(rows, request, "-at", "-pk", size=30)
    live = [each for each in pages if each.is_live and each.opens_file]
    audit.listed(request.user, "shared.listed", [each.person for each in live])
    lines = [(each, _whose(each, request.user) if each in live else None) for each in pages]
    return render(request, INDEX, {"lines": lines, "pages": pages})


def _whose(shared: Shared, user):
    return veiled(shared.person, of_roles(user, "shared.see") & frozenset(shared.classes))


@require_POST
def end(request, ref):
    shares = Shared.objects.select_related("person", "organization")
    shared = open_record(request, shares, to="end", ref=ref)
    shared.end(by=request.user, because="ended")
    said = _("They read it no longer, and have been told.")
    return done(request, then=url_of(shared.person, "shares"), said=said)

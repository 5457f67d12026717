"""Pages of asks: the list, one ask, and what is done with it in one tap."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from .. import rules
from ..models import Ask, AskDocument, AskStep
from ..presenters import AskPage
from ..queries import SHOWN, WHOLE, filter_bar, filtered

PAGE = 50


@require_safe
def index(request):
    """Asks that the reader may see, the latest first; quiet ones only of their circles."""
    require_permission(request, "ask.see")
    today = localdate()
    bar = filter_bar(request.user, request.GET)
    found = filtered(Ask.objects.accessible_to(request.user), bar, today)
    rows = found.select_related("office").prefetch_related("texts", "bearers__organization")
    pages = paginate(rows, request, "-year", "-serial", size=PAGE)
    log.log_list(request.user, "ask.listed", pages)
    context = {
        "pages": pages, "bar": bar, "today": today,
        "rows": [(each, rules.is_overdue(each.standing, today)) for each in pages],
        "may_keep": "ask.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "asks/ask_list.html", context)


@require_safe
def show(request, ref):
    """One ask: how far it is, its words, on what it rests, its risks, and what was done."""
    ask = get_permitted_or_404(request, SHOWN, to="see", ref=ref)
    may = permissions_on(ask, request.user)
    documents = AskDocument.objects.not_removed().accessible_to(request.user).filter(ask=ask)
    context = {
        "ask": ask, "may": may, "page": AskPage(ask, request.user, may, localdate()),
        "documents": list(documents),
        "wrote": request.user.pk in (ask.by_id, ask.changed_by_id),
    }  # fmt: skip
    return render(request, "asks/ask_detail.html", context)


@require_POST
def release(request, ref, step):
    """A colleague has read an answer that came from a desk: its words are public from now on."""
    ask = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    answer = get_permitted_or_404(
        request, AskStep.objects.filter(kind=AskStep.Kind.ANSWER), to="see", ref=step, ask=ask
    )
    ask.release(answer, by=request.user)
    return action_done(
        request, next_url=ask.get_absolute_url(),
        message=_("The answer stands on the public page now."),
    )  # fmt: skip

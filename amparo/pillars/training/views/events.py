"""Pages of training events: the list, the month, and one event."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.search import SearchTerms
from amparo.ui.pagination import paginate
from amparo.ui.responses import fetches_rest_later, redirect_to, render_page

from ..models import TrainingEvent, TrainingSession
from ..presenters.events import LATER_ANCHORS, EventPage, event_rows
from ..presenters.months import month_of
from ..queries import filter_bar, filtered, in_order
from ..worklists import waiting_of

PAGE = 50
# So many sessions of one month are shown.
MOST_IN_MONTH = 300
WHOLE = TrainingEvent.objects.select_related(
    "office", "version__course", "imported"
).prefetch_related("version__texts", "sessions")
LISTED = TrainingEvent.objects.select_related("version__course").prefetch_related("version__texts")


@require_http_methods(["GET", "HEAD", "POST"])
def index(request):
    """Those that the user may see, the latest first; with `as=month` one month of sessions. What
    one searches for is sent and never stands in an address: then the first page alone is shown.
    """
    text = request.POST.get("q", "").strip()[:200]
    if request.method == "POST" and not text:
        return redirect_to(request, request.get_full_path())
    bar = filter_bar(request.user, request.GET)
    rows = filtered(LISTED.accessible_to(request.user), bar, SearchTerms.parse(text), request.user)
    context = {
        "bar": bar, "text": text, "waiting": waiting_of(request.user),
        "may_keep": "training.keep" in request.user.permissions,
        "may_train": "training.train" in request.user.permissions, "feed_url": feed_url(request),
    }  # fmt: skip
    if request.GET.get("as") == "month" and not text:
        return _month(request, rows, context)
    pages = paginate(in_order(rows), request, "-begins", "-pk", size=PAGE)
    log.log_list(request.user, "trainingevent.listed", pages)
    context |= {
        "pages": pages, "rows": event_rows(pages.rows), "is_cut": bool(text and pages.later),
        "ways": _ways(bar, "list"),
    }  # fmt: skip
    return render(request, "training/event_list.html", context)


def _month(request, rows, context):
    """The sessions of one month by week and day, on the clock of each event."""
    user = request.user
    today = user.office.today() if user.office else localdate()
    month = month_of(request.GET.get("month", ""), today)
    begins, ends = month.limits
    sessions = TrainingSession.objects.filter(
        event__in=rows.values("pk"), starts_at__gte=begins, starts_at__lt=ends
    )
    found = sessions.select_related("event__version").prefetch_related("event__version__texts")
    held = list(found.order_by("starts_at", "pk")[:MOST_IN_MONTH])
    log.log_list(user, "trainingevent.listed", list({each.event for each in held}))
    context |= {
        "month": month, "weeks": month.weeks(held, user.office), "today": today,
        "ways": _ways(context["bar"], "month"),
    }  # fmt: skip
    return render(request, "training/event_month.html", context)


def _ways(bar, way: str) -> list[tuple[str, bool]]:
    """Where the list and the month are, with the filters in force, and which is shown."""
    here = reverse("training:events")
    month = "&".join(filter(None, ("as=month", bar.query)))
    return [(f"{here}?{bar.query}", way == "list"), (f"{here}?{month}", way == "month")]


def feed_url(request) -> str:
    """The address of the reader's own feed, where they made one."""
    key = request.user.calendar_key
    url = reverse("training:event-feed", args=[key]) if key else ""
    return request.build_absolute_uri(url) if url else ""


@require_safe
def show(request, ref):
    """Its head and its people; the sections that cost more are fetched after it."""
    event = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    context = {
        "event": event, "page": EventPage(event, request), "anchors": LATER_ANCHORS,
        "is_deferred": fetches_rest_later(request),
    }  # fmt: skip
    return render_page(request, "training/event_detail.html", context, part="later")

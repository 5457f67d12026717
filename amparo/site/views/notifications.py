"""Views: notifications of the signed-in user, and what notifies them."""

from django.conf import settings as site_settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Notification
from amparo.foundation.core.notifications import inbox
from amparo.foundation.core.notifications.kinds import DANGER, GROUPS, NoticeGroup
from amparo.foundation.core.permissions.rules import signed_in_user
from amparo.ui import formats
from amparo.ui.action_views import action_page
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..notification_forms import NotificationSettingsForm

TEMPLATE = "site/notifications/index.html"
PER_PAGE = 40


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Danger first, then the others by day; `?kind=` shows one group alone."""
    user, group = signed_in_user(request), _chosen_group(request)
    pages = paginate(inbox.listed(user, group), request, "-at", "-pk", size=PER_PAGE)
    is_first_page = not pages.earlier
    counts = inbox.unread_counts(user)
    context = {
        "pages": pages,
        "danger": inbox.danger_lines(user) if is_first_page and group in (None, DANGER) else [],
        "days": [
            (capfirst(formats.near_day(day)), folds)
            for day, folds in inbox.by_day(inbox.as_lines(user, pages))
        ],
        "group": group,
        "chips": [(code, label, counts[code]) for code, (label, _icon) in GROUPS.items()],
        "unread": sum(counts.values()),
        "unread_here": counts[group] if group else sum(counts.values()),
    }
    return render(request, TEMPLATE, context)


def _chosen_group(request: HttpRequest) -> NoticeGroup | None:
    """The group that the address asks for; one that nobody knows is not there."""
    asked = request.GET.get("kind", "")
    if not asked:
        return None
    for group in GROUPS:
        if group == asked:
            return group
    raise Http404


@require_POST
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what a notice is about; it is read from then on."""
    mine = Notification.objects.accessible_to(signed_in_user(request), "read")
    notice = get_object_or_404(mine, pk=pk)
    notice.mark_read()
    return redirect(notice.url)


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark all of one's own as read; `?kind=` those of that group alone."""
    group = _chosen_group(request)
    mine = Notification.objects.accessible_to(signed_in_user(request), "read")
    # By keys: what a group holds is asked with conditions that an update may not carry.
    chosen = mine.of_group(group) if group else mine
    Notification.objects.unread().filter(pk__in=chosen.values("pk")).update(read_at=now())
    return redirect(_address_of(group))


def _address_of(group: NoticeGroup | None) -> str:
    return f"{reverse('notifications')}?kind={group}" if group else reverse("notifications")


# What notifies me.


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """What notifies me, by kind."""
    sent = request.POST if request.method == "POST" else None
    form = NotificationSettingsForm(sent, user=signed_in_user(request))
    back_url = reverse("notifications")
    if form.is_valid():
        form.save()
        return action_done(request, next_url=back_url, message=_("Notification settings saved."))
    return action_page(
        request, form, title=_("What notifies me"), submit_label=_("Save"), back_url=back_url,
        lede=_("Danger is always shown. An e-mail says only that something waits, and its kind."),
        fields_template="site/notifications/settings_fields.html",
        crumbs=[(back_url, _("Notifications"))], has_email=bool(site_settings.AMPARO_MAIL_HOST),
    )  # fmt: skip

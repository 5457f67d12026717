"""The take-down list: who still has a story that ended, and who was told."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import NestedActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import require_permission
from amparo.ui.pagination import paginate

from ..forms.stories import NotificationForm
from ..models import Story, StoryUse
from ..models.stories import ENDED
from ..models.uses import PAGE as OWN_PAGE
from .stories import PAGE, STORIES, WHOLE


@require_safe
def index(request):
    """All uses of stories that ended: those of which nobody was told first."""
    require_permission(request, "story.see")
    rows = StoryUse.objects.filter(
        story__in=Story.objects.accessible_to(request.user), story__state__in=ENDED
    ).exclude(channel=OWN_PAGE).select_related("story__office", "notified_by")  # fmt: skip
    is_open = request.GET.get("all") is None
    rows = rows.filter(notified_on=None) if is_open else rows
    pages = paginate(rows, request, "story__ended_at", "pk", size=PAGE)
    log.log_list(request.user, "story.listed", pages)
    context = {
        "pages": pages, "is_open": is_open,
        "may_keep": "story.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "stories/take_down_list.html", context)


class RecordNotification(NestedActionView):
    queryset = StoryUse
    parent_name = "story"
    permission = "keep"
    title = pgettext_lazy("take-down", "Note that they were told")
    submit_label = gettext_lazy("Save")
    success_message = pgettext_lazy("story", "Noted.")
    form_class = NotificationForm

    def get_parent(self, ref):
        return self.find(WHOLE, ref=ref)

    def get_page(self, use):
        about = f"{use.story.number} · {use.channel_label} · {use.what}"
        url = reverse("stories:take-down-list")
        return {
            "crumbs": [(reverse("stories:stories"), STORIES),
                       (url, pgettext_lazy("story", "Take-down list"))],
            "about": about,
        }  # fmt: skip

    def get_back_url(self, use):
        return reverse("stories:take-down-list")

    def perform(self, use, *, by, on, how):
        use.mark_notified(by=by, on=on, how=how)


record_notification = RecordNotification.as_view()

"""Pages of stories: the list, one story, and what is done with it."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui import formats
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.stories import MessageForm, RiskForm, StoryForm, StoryTextForm, TakeDownForm, UseForm
from ..models import RiskCheck, Story, StoryMessage, StoryPhoto, StoryUse
from ..models.stories import LANGUAGES
from ..presenters import StoryPage, story_row
from ..worklists import to_notify

PAGE = 50
STORIES = pgettext_lazy("of migrants", "Stories")
RISK_CHECK = pgettext_lazy("story", "Risk check")
LISTED = Story.objects.select_related("office").prefetch_related("texts", "consents__items")
WHOLE = LISTED.prefetch_related("removals")
DETAIL = WHOLE.select_related("by", "written_by", "cleared_by", "ended_by").prefetch_related(
    "messages", "recordings", "risk_checks__by",
    Prefetch("uses", StoryUse.objects.order_by("on", "pk")),
    Prefetch("photos", StoryPhoto.objects.prefetch_related("copies", "texts")),
)  # fmt: skip


@require_safe
def index(request):
    """All stories that the user may see, the newest first, with the time their consent holds."""
    require_permission(request, "story.see")
    rows = LISTED.accessible_to(request.user)
    pages = paginate(rows, request, "-year", "-serial", "pk", size=PAGE)
    log.log_list(request.user, "story.listed", pages)
    context = {
        "pages": pages, "rows": [story_row(each) for each in pages],
        "may_keep": "story.keep" in request.user.permissions,
        "count_to_notify": to_notify(request.user).count(),
    }  # fmt: skip
    return render(request, "stories/story_list.html", context)


@require_safe
def show(request, ref):
    story = get_permitted_or_404(request, DETAIL, to="see", ref=ref)
    log.log_read(request.user, story)
    context = {
        "story": story, "page": StoryPage(story, request.user),
        "may": permissions_on(story, request.user),
    }  # fmt: skip
    return render(request, "stories/story_detail.html", context)


class StoryAction(ActionView):
    """An action on a story, by whoever keeps it."""

    queryset = WHOLE
    permission = "keep"

    def get_page(self, story):
        return {"crumbs": [
            (reverse("stories:stories"), STORIES), (story.get_absolute_url(), story.number),
        ]}  # fmt: skip


class EditStory(StoryAction):
    title = pgettext_lazy("story", "Edit story")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved. A second person reads it again.")
    form_class = StoryForm

    def get_form_kwargs(self, story):
        return {"story": story}

    def perform(self, story, *, by, **fields):
        story.change(by=by, **fields)


class WriteText(StoryAction):
    """The words in one language; `language` is in the address."""

    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved. A second person reads it again.")
    form_class = StoryTextForm

    def get_record(self, ref, language):
        if language not in LANGUAGES:
            raise Http404
        self.language = language
        return super().get_record(ref=ref)

    def get_title(self, story):
        return _("Words in %(language)s") % {"language": formats.language_name(self.language)}

    def get_form_kwargs(self, story):
        return {"story": story, "language": self.language}

    def perform(self, story, *, by, title, body):
        story.write(self.language, by=by, title=title, body=body)


class CheckRisk(StoryAction):
    title = RISK_CHECK
    lede = gettext_lazy("What is not known stops the story, as a yes does.")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Risk check saved.")
    form_class = RiskForm

    def perform(self, story, *, by, **answers):
        return RiskCheck.answer(story, by=by, **answers)


class TakeDown(StoryAction):
    """Anybody who sees stories takes one down, at once."""

    permission = "see"
    title = pgettext_lazy("story", "Stop all use")
    lede = gettext_lazy(
        "Our pages show it no more at once. Everybody else who has it stands on the take-down"
        " list."
    )
    submit_label = pgettext_lazy("story", "Stop all use")
    success_message = gettext_lazy("Stopped. Now tell everybody who has it.")
    tone = "danger"
    form_class = TakeDownForm

    def perform(self, story, *, by, because):
        story.take_down(by=by, because=because)


class GiveStory(StoryAction):
    title = pgettext_lazy("story", "Note where it was given")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Noted. When the story ends it stands on the take-down list.")
    form_class = UseForm

    def get_form_kwargs(self, story):
        return {"story": story}

    def perform(self, story, *, by, **fields):
        return StoryUse.give(story, by=by, **fields)


class RecordMessage(StoryAction):
    title = pgettext_lazy("story", "Note what the person was told")
    submit_label = gettext_lazy("Save")
    success_message = pgettext_lazy("story", "Noted.")
    form_class = MessageForm

    def perform(self, story, *, by, **fields):
        return StoryMessage.record(story, by=by, **fields)


edit, text, risk = EditStory.as_view(), WriteText.as_view(), CheckRisk.as_view()
take_down, give, message = TakeDown.as_view(), GiveStory.as_view(), RecordMessage.as_view()


@require_POST
def clear(request, ref):
    """A second person has read it."""
    story = get_permitted_or_404(request, WHOLE, to="approve", ref=ref)
    story.clear(by=request.user)
    return action_done(
        request, next_url=story.get_absolute_url(),
        message=_("Cleared. It can be published, or given to somebody."),
    )  # fmt: skip


@require_POST
def publish(request, ref):
    """Puts it on the public pages."""
    story = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    story.publish(by=request.user)
    return action_done(
        request, next_url=story.get_absolute_url(),
        message=_("Published, in the languages that are consented and written."),
    )  # fmt: skip

"""Pages of rumours: the board, one rumour, recording one, and one that is heard again."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.permissions.rules import (
    annotate_permissions,
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui import formats
from amparo.ui.action_views import FormButton
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms import CloseForm, RumourForm, SightingForm
from ..models import Rumour, RumourFile
from ..presenters.rumours import RECORD_RUMOUR, RumourPage
from ..queries import filter_bar, filtered, similar_rumours

PAGE = 30
RUMOURS = pgettext_lazy("menu", "Rumours")
LISTED = Rumour.objects.select_related("office", "place")
WHOLE = Rumour.objects.select_related("office", "place", "by", "closed_by", "same_as")
PARTS = WHOLE.prefetch_related(
    "sightings__place", "checks__by", "checks__confirmed_by", "checks__disagreed_by",
    "answers__message", "assessments__harms", "assessments__by",
)  # fmt: skip


@require_safe
def index(request):
    """The board: the gravest first, then the oldest."""
    user = request.user
    if not {"rumour.see", "rumour.record"} & user.permissions:
        log.log_denied(user, "page.denied", None, verb="rumour.see")
        raise Http404
    bar = filter_bar(user, request.GET)
    rows = filtered(LISTED.accessible_to(user), bar)
    pages = paginate(
        annotate_permissions(rows, user), request, "rank", "first_heard_on", "pk", size=PAGE
    )
    log.log_list(user, "rumour.listed", pages)
    context = {
        "pages": pages, "bar": bar, "record": RECORD_RUMOUR,
        "may_record": "rumour.record" in user.permissions,
        "may_see": "rumour.see" in user.permissions,
    }  # fmt: skip
    return render(request, "rumours/rumour_list.html", context)


@require_safe
def show(request, ref):
    rumour = get_permitted_or_404(request, PARTS, to="see", ref=ref)
    may = permissions_on(rumour, request.user)
    page = RumourPage(rumour, request.user, may, rumour.office.today())
    context = {"rumour": rumour, "page": page, "may": may}
    return render(request, "rumours/rumour_detail.html", context)


@require_safe
def similar(request, ref):
    """What was just recorded beside open rumours that may be the same one."""
    rumour = get_permitted_or_404(request, WHOLE, to="merge", ref=ref)
    context = {"rumour": rumour, "similar": similar_rumours(rumour, request.user)}
    return render(request, "rumours/rumour_similar.html", context)


@require_POST
def merge(request, ref, other):
    """It is the same as another one: a sighting of it."""
    rumour = get_permitted_or_404(request, WHOLE, to="merge", ref=ref)
    there = get_permitted_or_404(
        request, WHOLE.prefetch_related("sightings"), to="sight", ref=other
    )
    rumour.merge_into(there, by=request.user)
    return action_done(
        request, next_url=there.get_absolute_url(),
        message=_("Added as a sighting of this rumour."),
    )  # fmt: skip


@require_safe
def file(request, ref, file):
    """A photo or document, to who sees rumours in the office."""
    found = get_permitted_or_404(request, RumourFile, to="see", ref=file, rumour__ref=ref)
    if not found.storage_key:
        raise Http404
    return stored_file_response(found)


class RumourAction(ActionView):
    """An action on a rumour, by whoever keeps it."""

    queryset = WHOLE
    permission = "keep"

    def get_page(self, rumour):
        return {
            "crumbs": [
                (reverse("rumours:rumours"), RUMOURS),
                (rumour.get_absolute_url(), rumour.number),
            ]
        }


class RecordRumour(RumourAction):
    """Records what was heard; where it may be known already, the next page says so."""

    title = RECORD_RUMOUR
    submit_label = RECORD_RUMOUR
    success_message = gettext_lazy("Rumour recorded.")
    lede = gettext_lazy("Words, topic and channel are enough.")
    form_class = RumourForm

    def get_record(self):
        require_permission(self.request, "rumour.record")
        if self.request.user.office is None:
            raise Http404

    def get_form(self, record, data, /):
        files = self.request.FILES if data is not None else None
        language = formats.current_language()
        form = RumourForm(data, files, user=self.request.user, initial={"language": language})
        if data is not None:
            refuse_large_upload(form, self.request, "photo")
        return form

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), RUMOURS)]}

    def get_back_url(self, record):
        return reverse("rumours:rumours")

    def get_arguments(self, form):
        return form.rumour_fields

    def perform(self, record, *, by, **fields):
        return Rumour.record(by=by, office=by.office, **fields)

    def get_success_url(self, record, result):
        if similar_rumours(result, self.request.user):
            return reverse("rumours:rumour-similar", args=[result.ref])
        return result.get_absolute_url()


class SightRumour(RumourAction):
    """Heard again: one tap on how, and it is recorded with place and day as they stand."""

    permission = "sight"
    title = submit_label = pgettext_lazy("rumour", "Heard again")
    success_message = gettext_lazy("Sighting recorded.")
    lede = gettext_lazy("Press how it was heard.")
    form_class = SightingForm

    def get_form_kwargs(self, rumour):
        return {"user": self.request.user, "rumour": rumour}

    def get_context(self, rumour):
        channels = codes.choices("communication_channel")
        return {
            "about": rumour.text,
            "buttons": [FormButton("channel", code, label) for code, label in channels if code],
        }

    def perform(self, rumour, *, by, **fields):
        rumour.sight(by=by, **fields)

    def get_success_url(self, rumour, result):
        return reverse("rumours:rumours")


class CloseRumour(RumourAction):
    title = pgettext_lazy("rumour", "Close rumour")
    submit_label = pgettext_lazy("rumour", "Close rumour")
    success_message = pgettext_lazy("rumour", "Rumour closed.")
    form_class = CloseForm

    def perform(self, rumour, *, by, because):
        rumour.close(by=by, because=because)


new = accept_uploads(up_to=MAX_UPLOAD_BYTES)(RecordRumour.as_view())
sight = SightRumour.as_view()
close = CloseRumour.as_view()


@require_POST
def reopen(request, ref):
    rumour = get_permitted_or_404(request, PARTS, to="keep", ref=ref)
    rumour.reopen(by=request.user)
    return action_done(request, next_url=rumour.get_absolute_url(), message=_("Rumour reopened."))


@require_POST
def silent(request, ref):
    """It was asked around: nobody hears it any more."""
    rumour = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    rumour.note_silence(by=request.user)
    return action_done(
        request, next_url=rumour.get_absolute_url(),
        message=_("Noted: it is no longer heard. You may close it."),
    )  # fmt: skip

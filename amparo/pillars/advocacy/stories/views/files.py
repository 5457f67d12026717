"""Photos and recordings of a story: brought, marked, compared, described, opened."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import NestedActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import SEALED_OFF, stored_file_response
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.ui.responses import action_done

from ..forms.stories import AltForm, CompareForm, MarkForm, PhotoForm, RecordingForm
from ..models import Story, StoryPhoto, StoryRecording
from ..models.stories import LANGUAGES
from ..photo_blurring import draw_grid
from ..worklists import COMPARE
from .stories import STORIES, WHOLE, StoryAction

PHOTOS = StoryPhoto.objects.prefetch_related("copies", "texts")


class AddFile(StoryAction):
    submit_label = gettext_lazy("Save")

    def get_form(self, story, data, /):
        form = self.form_class(data, self.request.FILES if data is not None else None)
        if data is not None:
            refuse_large_upload(form, self.request)
        return form


class AddPhoto(AddFile):
    title = pgettext_lazy("story", "Add photo")
    lede = gettext_lazy(
        "Place, day and device are taken out. It is blurred whole until somebody marks what may be"
        " seen and a second person compares it with the consent. Nothing is detected by itself."
    )
    success_message = gettext_lazy("Photo kept, blurred whole. Mark what may be seen.")
    form_class = PhotoForm

    def perform(self, story, *, by, file):
        return StoryPhoto.keep(story, by=by, file=file)

    def get_success_url(self, story, photo):
        return photo.get_absolute_url()


class AddRecording(AddFile):
    title = pgettext_lazy("story", "Add recording")
    lede = gettext_lazy("Only where the person agreed to their voice. No public page plays it.")
    success_message = gettext_lazy("Recording kept, without what a telephone writes beside it.")
    form_class = RecordingForm

    def perform(self, story, *, by, file):
        return StoryRecording.keep(story, by=by, file=file)


class PhotoAction(NestedActionView):
    """An action on a photo of a story."""

    queryset = PHOTOS
    parent_name = "story"
    permission = "keep"

    def get_parent(self, ref):
        return self.find(WHOLE, ref=ref)

    def get_page(self, photo):
        return {"crumbs": [
            (reverse("stories:stories"), STORIES),
            (photo.story.get_absolute_url(), photo.story.number),
            (photo.get_absolute_url(), pgettext_lazy("story", "Photo")),
        ]}  # fmt: skip


class MarkPhoto(PhotoAction):
    title = gettext_lazy("Mark what may be seen")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Marked. Now somebody else compares it with the consent.")
    form_class = MarkForm
    above_template = "stories/photo_grid.html"

    def get_form_kwargs(self, photo):
        return {"initial": {"cells": photo.shown_cells}}

    def get_context(self, photo):
        return {"photo": photo}

    def perform(self, photo, *, by, cells):
        photo.mark(by=by, cells=cells)


class DescribePhoto(PhotoAction):
    title = pgettext_lazy("story", "Describe photo")
    lede = gettext_lazy(
        "In one sentence, for those who do not see it. Without it the photo is not shown in that"
        " language."
    )
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Description saved.")
    form_class = AltForm

    def get_form_kwargs(self, photo):
        return {"photo": photo}

    def perform(self, photo, *, by, **texts):
        for code in LANGUAGES:
            photo.describe(code, by=by, text=texts[f"text_{code}"])


class ComparePhoto(PhotoAction):
    permission = "approve"
    title = COMPARE
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Compared: the photo may be shown with the story.")
    form_class = CompareForm
    above_template = "stories/photo_compare.html"

    def get_record(self, *args, **refs):
        photo = super().get_record(*args, **refs)
        if photo.current_copy is None:
            raise Http404
        return photo

    def get_form_kwargs(self, photo):
        return {"initial": {"digest": photo.current_copy.digest}}

    def get_context(self, photo):
        return {"photo": photo, "copy": photo.current_copy, "consent": photo.story.consent}

    def perform(self, photo, *, by, digest, **answers):
        copy = photo.current_copy
        copy.photo = photo
        copy.compare(by=by, digest=digest, **answers)


photo_new = accept_uploads(up_to=MAX_UPLOAD_BYTES)(AddPhoto.as_view())
recording_new = accept_uploads(up_to=MAX_UPLOAD_BYTES)(AddRecording.as_view())
mark, describe, compare = MarkPhoto.as_view(), DescribePhoto.as_view(), ComparePhoto.as_view()


@require_safe
def photo(request, ref, photo):
    """One photo: what others see, what it shows in words, and what still lacks."""
    story, found = _photo(request, ref, photo, to="see")
    copy = found.current_copy
    if copy is not None:
        copy.photo = found
    context = {
        "story": story, "photo": found, "copy": copy, "may": permissions_on(story, request.user),
        "texts": [(each.language, each.text) for each in found.texts.all()],
        "may_compare": copy is not None and copy.by_id != request.user.pk,
    }  # fmt: skip
    return render(request, "stories/photo_detail.html", context)


@require_safe
def photo_copy(request, ref, photo):
    """The copy as others would see it."""
    _story, found = _photo(request, ref, photo, to="see")
    copy = found.current_copy
    if copy is None or not copy.storage_key:
        raise Http404
    return stored_file_response(copy)


@require_safe
def photo_grid(request, ref, photo):
    """The original with the names of its fields: for who keeps stories, and noted."""
    _story, found = _photo(request, ref, photo, to="keep")
    if not found.storage_key:
        raise Http404
    log.log_event(request.user, "storyphoto.opened", found)
    with found.open() as content:
        drawn = draw_grid(content.read())
    return HttpResponse(drawn, content_type="image/jpeg", headers=SEALED_OFF)


@require_POST
def photo_remove(request, ref, photo):
    story, found = _photo(request, ref, photo, to="keep")
    story.must_be_editable()
    found.remove(by=request.user)
    return action_done(
        request, next_url=story.get_absolute_url(), message=_("The photo was removed for good.")
    )


@require_safe
def recording(request, ref, recording):
    """The recording itself: for who keeps stories, and noted."""
    rows = StoryRecording.objects.exclude(storage_key="")
    found = get_permitted_or_404(request, rows, to="see", ref=recording, story__ref=ref)
    log.log_event(request.user, "storyrecording.opened", found)
    return stored_file_response(found)


def _photo(request, ref, photo, *, to: str) -> tuple[Story, StoryPhoto]:
    story = get_permitted_or_404(request, WHOLE, to=to, ref=ref)
    found = get_permitted_or_404(request, PHOTOS, to=to, ref=photo, story=story)
    found.story = story
    return story, found

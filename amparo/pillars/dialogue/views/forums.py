"""Pages of forums: all of them, one with its seats and chair, and what is done with it."""

from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)

from ..forms.forums import (
    ChairForm,
    EndForm,
    FocalPointForm,
    ForumChangeForm,
    ForumForm,
    SeatForm,
)
from ..models import Convening, FocalPoint, Forum, Seat
from ..presenters.meetings import language_names

MOST = 200
SHOWN_MEETINGS = 8


@require_safe
def index(request):
    """Forums with their working groups, the active ones first."""
    require_permission(request, "forum.see")
    found = Forum.objects.accessible_to(request.user).select_related("secretariat", "parent")
    forums = list(found.order_by("is_dormant", "name", "pk")[:MOST])
    log.log_list(request.user, "forum.listed", forums)
    keys = {each.pk for each in forums}
    groups: dict[int, list[Forum]] = {}
    for each in forums:
        if each.parent_id in keys:
            groups.setdefault(each.parent_id, []).append(each)
    rows = [(each, groups.get(each.pk, [])) for each in forums if each.parent_id not in keys]
    context = {"rows": rows, "may_keep": "forum.keep" in request.user.permissions}
    return render(request, "dialogue/forum_list.html", context)


@require_safe
def show(request, ref):
    forum = get_permitted_or_404(
        request, Forum.objects.select_related("secretariat", "parent", "office"), to="see", ref=ref
    )
    user = request.user
    points = FocalPoint.objects.accessible_to(user).select_related("user")
    seats = forum.seats.select_related("organization").prefetch_related(
        Prefetch("focal_points", points.filter(erased_at=None))
    )
    seats = list(seats)
    for seat in seats:
        for point in seat.focal_points.all():
            point.seat = seat
    meetings = Convening.objects.accessible_to(user).filter(forum=forum)
    context = {
        "forum": forum, "languages": language_names(forum.languages),
        "terms": list(forum.chair_terms.select_related("organization")),
        "points": [point for seat in seats for point in seat.focal_points.all()],
        "seats": [each for each in seats if each.until is None],
        "past_seats": [each for each in seats if each.until is not None],
        "groups": list(forum.working_groups.accessible_to(user)),
        "meetings": list(meetings.coming(now())[:SHOWN_MEETINGS]),
        "past": list(meetings.past(now())[:SHOWN_MEETINGS]),
        "may_keep": "keep" in permissions_on(forum, user),
        "new_url": f"{reverse('dialogue:meeting-new')}?forum={forum.ref}",
    }  # fmt: skip
    return render(request, "dialogue/forum_detail.html", context)


class ForumAction(ActionView):
    """An action on a forum, by whoever keeps it."""

    queryset: QuerySet | type[Model] | None = Forum.objects.select_related("office")
    permission = "keep"

    def get_page(self, forum: Any) -> dict[str, Any]:
        return {"crumbs": [
            (reverse("dialogue:forums"), pgettext_lazy("list", "Forums")),
            (forum.get_absolute_url(), str(forum)),
        ]}  # fmt: skip


class NewForum(ForumAction):
    """Creates a forum of an office whose forums the user keeps."""

    title = _("Create forum")
    submit_label = _("Create forum")
    success_message = _("Forum created. Add its seats.")
    form_class = ForumForm

    def get_record(self, *args, **refs):
        require_permission(self.request, "forum.keep")

    def get_form_kwargs(self, forum):
        return {"user": self.request.user}

    def get_page(self, forum):
        return {"crumbs": [(reverse("dialogue:forums"), pgettext_lazy("list", "Forums"))]}

    def get_back_url(self, forum):
        return reverse("dialogue:forums")

    def perform(self, forum, *, by, **fields):
        return Forum.create(by=by, **fields)

    def get_success_url(self, forum, result):
        return result.get_absolute_url()


class EditForum(ForumAction):
    title = _("Edit forum")
    submit_label = _("Save")
    success_message = _("Forum updated.")
    form_class = ForumChangeForm

    def get_form_kwargs(self, forum):
        names = ("kind", "name", "short_name", "parent", "secretariat", "languages", "terms",
                 "is_dormant")  # fmt: skip
        initial = {name: getattr(forum, name) for name in names}
        return {"user": self.request.user, "forum": forum, "initial": initial}

    def perform(self, forum, *, by, **fields):
        forum.change(by=by, **fields)


class OfForum(ForumAction):
    def get_form_kwargs(self, forum):
        return {"forum": forum}


new, edit = NewForum.as_view(), EditForum.as_view()
chair = OfForum.as_view(
    title=_("Hand over the chair"), submit_label=_("Hand over"), form_class=ChairForm,
    success_message=_("Chair handed over."), perform=Forum.hand_chair,
)  # fmt: skip
seat_new = OfForum.as_view(
    title=_("Add seat"), submit_label=_("Add seat"), form_class=SeatForm,
    success_message=_("Seat added."), perform=Forum.add_seat,
)  # fmt: skip


class SeatAction(ActionView):
    queryset: QuerySet | type[Model] | None = Seat.objects.select_related(
        "forum__office", "organization"
    )
    permission = "keep"

    def get_page(self, seat: Any) -> dict[str, Any]:
        forum = seat.forum
        crumbs = [(reverse("dialogue:forums"), pgettext_lazy("list", "Forums"))]
        return {
            "crumbs": [*crumbs, (forum.get_absolute_url(), str(forum))],
            "subject": seat.organization.name,
        }


class NewFocalPoint(SeatAction):
    title = _("Name focal point")
    submit_label = _("Save")
    success_message = _("Focal point named.")
    form_class = FocalPointForm

    def get_form_kwargs(self, seat):
        return {"seat": seat}

    def perform(self, seat, *, by, **fields):
        FocalPoint.appoint(seat, by=by, **fields)


seat_end = SeatAction.as_view(
    title=_("End seat"), submit_label=_("End seat"), form_class=EndForm, tone="danger",
    success_message=_("Seat ended. It stays on record."), perform=Seat.end,
)  # fmt: skip
focal_point_new = NewFocalPoint.as_view()


class FocalPointAction(ActionView):
    queryset: QuerySet | type[Model] | None = FocalPoint.objects.select_related(
        "seat__forum", "seat__organization"
    )
    permission = "keep"

    def get_page(self, point: Any) -> dict[str, Any]:
        forum = point.seat.forum
        return {
            "crumbs": [(forum.get_absolute_url(), str(forum))],
            "subject": point.seat.organization.name,
        }


focal_point_end = FocalPointAction.as_view(
    title=_("End focal point"), submit_label=_("End focal point"), form_class=EndForm,
    success_message=_("Focal point ended."), perform=FocalPoint.end,
)  # fmt: skip
focal_point_erase = FocalPointAction.as_view(
    title=_("Erase contact details"), submit_label=_("Erase contact details"), tone="danger",
    lede=_("Name, telephone and e-mail are erased for good. That the institution had a focal "
           "point, and when, stays."),
    success_message=_("Contact details erased."), perform=FocalPoint.erase,
)  # fmt: skip

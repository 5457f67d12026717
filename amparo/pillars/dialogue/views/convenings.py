"""Pages of meetings: the agenda of the year, one meeting, and what is done with it."""

from collections.abc import Container
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.clock import now
from amparo.foundation.core.files.downloads import disposition
from amparo.foundation.core.models import User
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.core.refusals import Refusal
from amparo.ui.responses import action_done

from ..forms.convenings import (
    CancelForm,
    MeetingChangeForm,
    MeetingForm,
    WhenForm,
)
from ..minutes import is_unchanged, writers_of
from ..minutes_pdf import minutes_pdf
from ..models import Convening, Decision, Delegation
from ..models.decisions import open_actions_of
from ..presenters.meetings import (
    count_without_papers,
    language_names,
    stages_of,
    when_of,
    who_comes,
)
from .agenda import describe_bases

WHOLE = Convening.objects.select_related("forum", "office", "adopted_by", "drafted_by")
MOST = 100


@require_safe
def index(request):
    """Meetings that the reader may see: those to come, then those that were, the latest first."""
    user = request.user
    found = Convening.objects.accessible_to(user).select_related("forum")
    is_seated = user.forum_focal_points.filter(until=None).exists()
    if not is_seated:
        require_permission(request, "forum.see")
    counted = found.annotate(
        on_agenda=Count("items", Q(items__state__in=("accepted", "taken")), distinct=True),
        left_open=Count("items__actions", Q(items__actions__done_on=None), distinct=True),
    )
    coming, past = counted.coming(now()), counted.past(now())
    meetings = list(coming[:MOST])
    before = list(past[:MOST])
    for each in (*meetings, *before):
        each.when = when_of(each)
    log.log_list(user, "meeting.listed", [*meetings, *before])
    context = {
        "coming": meetings, "past": before, "may_keep": "forum.keep" in user.permissions,
        "may_see_forums": "forum.see" in user.permissions, "feed_url": feed_url(request),
        "today": user.office.today() if user.office else now().date(),
    }  # fmt: skip
    return render(request, "dialogue/meeting_list.html", context)


def feed_url(request) -> str:
    """The address of the reader's own feed, where they made one."""
    key = request.user.calendar_key
    if not key:
        return ""
    return request.build_absolute_uri(reverse("dialogue:meeting-feed", args=[key]))


@require_safe
def show(request, ref):
    meeting = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    user = request.user
    may, today = permissions_on(meeting, user), meeting.office.today()
    agenda = list(
        meeting.items.select_related("presenter", "asked_of").prefetch_related("papers")
    )  # fmt: skip
    delegations = list(meeting.delegations.select_related("organization"))
    last = meeting.last_one
    if last is not None and not Convening.objects.accessible_to(user).filter(pk=last.pk).exists():
        last = None
    bases = describe_bases(agenda, user)
    for each in agenda:
        each.rests = bases.get(each.ref, [])
    context = {
        "meeting": meeting, "agenda": agenda, "when": when_of(meeting),
        "languages": language_names(meeting.languages),
        "interpretation": language_names(meeting.interpretation),
        "delegations": delegations, "who": who_comes(delegations), "today": today,
        "without_papers": count_without_papers(meeting, agenda),
        "papers": [each for each in meeting.papers.filter(item=None) if each.is_there],
        "stages": stages_of(meeting, agenda, today), "may": may,
        "may_keep": "keep" in may, "last": last,
        "last_decisions": _decisions_of(last), "last_open": list(open_actions_of(last)),
        "may_adopt": may_adopt(meeting, may, user),
        "has_begun": meeting.starts_at <= now(),
        "is_unchanged": is_unchanged(meeting) if meeting.digest else None,
    }  # fmt: skip
    return render(request, "dialogue/meeting_detail.html", context)


def may_adopt(meeting: Convening, may: Container[str], user: User) -> bool:
    """Whether this reader adopts the minutes that were handed in."""
    is_open = meeting.state == Convening.State.DRAFTED and "adopt" in may
    return is_open and user.pk not in writers_of(meeting)


def _decisions_of(last: Convening | None) -> list[Decision]:
    """What the last meeting decided, with the commitments that came of it."""
    found = Decision.objects.filter(item__convening=last) if last else Decision.objects.none()
    return list(found.select_related("commitment").order_by("number"))


@require_safe
def pdf(request, ref):
    """The minutes as a paper, in the reader's language or the one that is asked for."""
    meeting = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    if not meeting.took_place:
        raise Refusal(gettext("This meeting was not held: there are no minutes."))
    asked = request.GET.get("language", "")
    language = asked if translation.check_for_language(asked) else translation.get_language()
    with translation.override(language):
        try:
            paper = minutes_pdf(meeting)
        except NoPaper:
            raise Refusal(
                gettext("No PDF can be made here. Print the page of the minutes instead.")
            ) from None
        name = f"{gettext('Minutes')} {meeting.day:%Y-%m-%d}"
    log.log_event(request.user, "meeting.printed", meeting)
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = disposition(name, ".pdf")
    return response


class MeetingAction(ActionView):
    """An action on a meeting, by whoever keeps it."""

    queryset: QuerySet | type[Model] | None = WHOLE
    permission = "keep"

    def get_page(self, meeting: Any) -> dict[str, Any]:
        return {"crumbs": crumbs_of(meeting)}


def crumbs_of(meeting: Convening) -> list[tuple[str, str]]:
    return [
        (reverse("dialogue:meetings"), pgettext("list", "Meetings")),
        (meeting.get_absolute_url(), meeting.title),
    ]


class NewMeeting(MeetingAction):
    """Plans a meeting and invites those who sit in its forum."""

    title = _("Plan meeting")
    submit_label = _("Plan meeting")
    success_message = _("Meeting planned. Put items on its agenda, then call it.")
    form_class = MeetingForm

    def get_record(self, *args, **refs):
        require_permission(self.request, "forum.keep")

    def get_form_kwargs(self, meeting):
        return {"user": self.request.user, "forum": self.request.GET.get("forum", "")}

    def get_page(self, meeting):
        return {"crumbs": [(reverse("dialogue:meetings"), pgettext_lazy("list", "Meetings"))]}

    def get_back_url(self, meeting):
        return reverse("dialogue:meetings")

    def perform(self, meeting, *, by, **fields):
        planned = Convening.plan(by=by, **fields)
        Delegation.invite_seats(planned, by=by)
        return planned

    def get_success_url(self, meeting, result):
        return result.get_absolute_url()


class EditMeeting(MeetingAction):
    title = _("Edit meeting")
    submit_label = _("Save")
    success_message = _("Meeting updated.")
    form_class = MeetingChangeForm

    def get_form_kwargs(self, meeting):
        names = ("title", "kind", "place", "online", "rule", "languages", "interpretation",
                 "papers_due_on")  # fmt: skip
        return {"initial": {name: getattr(meeting, name) for name in names}}

    def perform(self, meeting, *, by, **fields):
        meeting.change(by=by, **fields)


class MoveMeeting(MeetingAction):
    title = _("Move meeting")
    submit_label = _("Move meeting")
    lede = _("It stays the same meeting: calendars that have it show the new time.")
    success_message = _("Meeting moved.")
    form_class = WhenForm

    def get_form_kwargs(self, meeting):
        return {"initial": WhenForm.initial_of(meeting)}

    def perform(self, meeting, *, by, **fields):
        meeting.move(by=by, **fields)


class AdoptMinutes(MeetingAction):
    """Adopts the minutes: by the chair or a keeper who wrote none of them."""

    permission = "adopt"
    title = _("Adopt minutes")
    submit_label = _("Adopt minutes")
    lede = _("From then on nothing in them changes. Who wrote in them cannot adopt them.")
    success_message = _("Minutes adopted.")

    def perform(self, meeting, *, by, **fields):
        meeting.adopt_minutes(by=by)


new, edit, move = NewMeeting.as_view(), EditMeeting.as_view(), MoveMeeting.as_view()
adopt = AdoptMinutes.as_view()
call = MeetingAction.as_view(
    title=_("Call meeting"), submit_label=_("Call meeting"),
    lede=_("Those with a seat and an account are told, and find it in their calendar."),
    success_message=_("Meeting called."), perform=Convening.call,
)  # fmt: skip
cancel = MeetingAction.as_view(
    title=_("Cancel meeting"), submit_label=_("Cancel meeting"), form_class=CancelForm,
    tone="danger", success_message=_("Meeting cancelled."), perform=Convening.cancel,
)  # fmt: skip
hold = MeetingAction.as_view(
    title=_("Record as held"), submit_label=_("Record as held"),
    success_message=_("Meeting held. Finish its minutes."), perform=Convening.hold,
)  # fmt: skip
hand_in = MeetingAction.as_view(
    title=_("Hand in minutes"), submit_label=_("Hand in minutes"),
    lede=_("Somebody who wrote none of them adopts them: the chair or a colleague."),
    success_message=_("Minutes handed in."), perform=Convening.hand_in_minutes,
)  # fmt: skip
send_back = AdoptMinutes.as_view(
    title=_("Return minutes"), submit_label=_("Return minutes"),
    lede=_("They are reopened for corrections."),
    success_message=_("Minutes returned."), perform=Convening.return_minutes,
)  # fmt: skip
erase_names = MeetingAction.as_view(
    title=_("Erase names"), submit_label=_("Erase names"), tone="danger",
    lede=_("The names of who came and who spoke are erased for good. What was said and decided, "
           "and for which institution, stays."),
    success_message=_("Names erased."), perform=Convening.erase_names,
)  # fmt: skip


@require_POST
def invite_seats(request, ref):
    """Invites every institution of the forum that is not invited yet."""
    meeting = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    Delegation.invite_seats(meeting, by=request.user)
    return action_done(
        request, next_url=meeting.get_absolute_url(), message=_("Institutions invited.")
    )

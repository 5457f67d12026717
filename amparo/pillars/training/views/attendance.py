"""Pages of attendance: one event, one session, its code on a screen, lists and corrections."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import ActionView, NestedActionView, attempt
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.permissions.rules import get_permitted_or_404, permissions_on
from amparo.foundation.fieldwork.models import OutboxEntry
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..attendance_marks import mark_many, scan
from ..forms.attendance import (
    ABSENT,
    PRESENT,
    BadgeForm,
    CorrectionForm,
    MarkForm,
    SessionCountForm,
    SignedListForm,
    read_badge,
)
from ..models import (
    AttendanceEntry,
    AttendanceUse,
    Enrolment,
    SessionCount,
    SignedList,
    TrainingEvent,
    TrainingSession,
)
from ..presenters.attendance import (
    Cell,
    Row,
    changes_of,
    corrections_of,
    rows_of,
    seats_of,
    session_lines,
    session_title,
    uses_of,
)
from ..session_codes import shown_code

PAGE = 50
EVENTS = TrainingEvent.objects.select_related("office", "version__course").prefetch_related(
    "version__texts", "sessions"
)
SESSIONS = TrainingSession.objects.select_related(
    "event__office", "event__version__course"
).prefetch_related("event__version__texts", "event__sessions")


def _session(request: HttpRequest, ref: Any, session: Any, to: str = "train") -> TrainingSession:
    return get_permitted_or_404(request, SESSIONS, to=to, ref=session, event__ref=ref)  # type: ignore[arg-type]


def _crumbs(event: TrainingEvent) -> list[tuple[str, str]]:
    return [
        (event.get_absolute_url(), event.number),
        (
            reverse("training:attendance", args=[event.ref]),
            pgettext("training", "Attendance sheet"),
        ),
    ]


@require_safe
def show(request, ref):
    """All sessions; people and their answers for trainers and organizers, figures for others."""
    event = get_permitted_or_404(request, EVENTS, to="see", ref=ref)
    may, uses = permissions_on(event, request.user), uses_of(event)
    context = {
        "event": event, "lines": session_lines(event), "uses": uses,
        "may_train": "train" in may, "may_correct": "keep" in may,
        "is_paid": any(each.purpose == AttendanceUse.Purpose.PER_DIEM for each in uses),
    }  # fmt: skip
    if "train" in may:
        seats = seats_of(event).accessible_to(request.user)
        pages = paginate(seats, request, "number", "pk", size=PAGE)
        log.log_list(request.user, "attendanceentry.listed", pages)
        context |= {
            "pages": pages, "rows": rows_of(event, pages.rows),
            "corrections": corrections_of(event).accessible_to(request.user).count(),
            "lists": _lists_of(event, request.user), "waiting": _waiting_of(event, request.user),
        }  # fmt: skip
    with timezone.override(event.zone):
        return render(request, "training/attendance.html", context)


def _lists_of(event: TrainingEvent, user) -> list[tuple[SignedList, str]]:
    rows = SignedList.objects.accessible_to(user).filter(session__event=event)
    lists = list(rows.select_related("session", "by").order_by("pk")[:PAGE])
    for each in lists:
        each.session.event = event
    return [(each, session_title(each.session)) for each in lists]


def _waiting_of(event: TrainingEvent, user) -> list[OutboxEntry]:
    """What devices sent about these sessions and a person must decide: by a former trainer."""
    sessions = [each.ref for each in event.sessions.all()]
    rows = OutboxEntry.objects.waiting().accessible_to(user, "settle")
    return list(rows.filter(file_kind="session", file_ref__in=sessions).order_by("pk")[:PAGE])


@require_safe
def corrections(request, ref):
    """What was corrected, by whom, when and why, the last first."""
    event = get_permitted_or_404(request, EVENTS, to="train", ref=ref)
    rows = corrections_of(event).accessible_to(request.user)
    pages = paginate(rows, request, "-pk", size=PAGE)
    context = {"event": event, "pages": pages, "changes": changes_of(event, pages.rows)}
    with timezone.override(event.zone):
        return render(request, "training/attendance_corrections.html", context)


# One session, in the trainer's hand


@require_http_methods(["GET", "HEAD", "POST"])
def session(request, ref, session):
    """The list of one session: who is here, by ticks; each tick is an entry of its own."""
    found = _session(request, ref, session)
    seats = seats_of(found.event).accessible_to(request.user)
    pages = paginate(seats, request, "number", "pk", size=PAGE)
    people = {str(each.ref): each for each in pages}
    rows = _rows_of(found, pages.rows)
    form = MarkForm(request.POST if request.method == "POST" else None, people=_choices(rows))
    if request.method == "POST" and form.is_valid():
        chosen = [people[key] for key in form.cleaned_data["people"]]
        is_present = request.POST.get("state") != ABSENT
        others = attempt(
            form, mark_many, found, chosen, by=request.user, is_present=is_present,
            minutes=form.cleaned_data["minutes"] if is_present else None,
        )  # fmt: skip
        if others is not None:
            return action_done(
                request, next_url=request.get_full_path(), message=_said(len(chosen), others)
            )
    return _session_page(request, found, pages, form, rows)


type _Rows = list[tuple[Row, Cell]]


def _rows_of(found: TrainingSession, enrolments) -> _Rows:
    """These people, each with the answer for this session."""
    at = [each.pk for each in found.event.sessions.all()].index(found.pk)
    return [(row, row.cells[at]) for row in rows_of(found.event, enrolments)]


def _choices(rows: _Rows) -> list[tuple[str, str]]:
    """Whom one may mark: first those of whom nothing is recorded, then the others with what is."""
    in_order = sorted(rows, key=lambda each: each[1].answer is not None)
    return [
        (str(row.enrolment.ref), " · ".join(
            (f"{row.number}. {row.label}", *((cell.text,) if cell.answer else ()))
        ))
        for row, cell in in_order
    ]  # fmt: skip


def _said(count: int, others: int) -> str:
    said = ngettext("%(count)s person recorded.", "%(count)s people recorded.", count) % {
        "count": count
    }
    if not others:
        return said
    more = ngettext(
        "%(count)s of them is known otherwise from a list, another device or a correction: look at"
        " the table and correct it with a reason.",
        "%(count)s of them are known otherwise from a list, another device or a correction: look"
        " at the table and correct them with a reason.",
        others,
    ) % {"count": others}
    return f"{said} {more}"


def _session_page(request, found: TrainingSession, pages, form, rows: _Rows) -> HttpResponse:
    event = found.event
    [line] = [each for each in session_lines(event) if each.session.pk == found.pk]
    context = {
        "event": event, "session": found, "line": line, "pages": pages, "form": form,
        "recorded": [each for each in rows if each[1].answer is not None],
        "badge_form": BadgeForm(), "count_form": SessionCountForm(),
        "crumbs": _crumbs(event), "present": PRESENT, "absent": ABSENT,
        "may_correct": "keep" in permissions_on(event, request.user),
        "odd": _odd_clocks(found, request.user),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    with timezone.override(event.zone):
        return render(request, "training/attendance_session.html", context, status=status)


def _odd_clocks(found: TrainingSession, user) -> list[AttendanceEntry]:
    """Entries of devices whose clock was wrong; the first few say which device it was."""
    rows = AttendanceEntry.objects.accessible_to(user).filter(session=found)
    rows = rows.exclude(device_at=None).select_related("enrolment__participant", "by")
    return [each for each in rows.order_by("-pk")[:500] if each.has_odd_clock][:10]


class SessionAction(ActionView):
    """Something done to a session by its trainer or organizer."""

    queryset = SESSIONS
    permission = "train"

    def get_record(self, ref, session):
        return _session(self.request, ref, session)

    def get_page(self, record):
        return {"crumbs": _crumbs(record.event), "subject": session_title(record)}

    def get_back_url(self, record):
        return reverse("training:session-attendance", args=[record.event.ref, record.ref])


class ScanBadge(SessionAction):
    title = _("Badge")
    submit_label = _("Record as present")
    form_class = BadgeForm

    def perform(self, session, *, by, badge):
        return scan(session, read_badge(badge), by=by, source=f"page {by.pk}")

    def get_success_message(self, session, result):
        return gettext("Recorded as present: number %(number)s.") % {
            "number": result.enrolment.number
        }


class CountHeads(SessionAction):
    title = pgettext_lazy("training session", "Head count")
    submit_label = _("Save")
    success_message = _("Head count saved.")
    form_class = SessionCountForm

    def perform(self, session, *, by, counted):
        return SessionCount.record(session, counted, by=by)


class AddSignedList(SessionAction):
    title = _("Add signed list")
    submit_label = _("Save")
    lede = _("A photo of the list, and the numbers of those who signed. It is kept sealed.")
    form_class = SignedListForm

    def get_form(self, session, data, /):
        form = SignedListForm(data, self.request.FILES if data is not None else None)
        if data is not None:
            refuse_large_upload(form, self.request)
        return form

    def perform(self, session, *, by, file, numbers):
        return SignedList.add(session, by=by, file=file, numbers=numbers)

    def get_success_message(self, session, result):
        count = result.entries.count()
        return ngettext(
            "List kept: %(count)s person recorded as present.",
            "List kept: %(count)s people recorded as present.", count,
        ) % {"count": count}  # fmt: skip


badge, count = ScanBadge.as_view(), CountHeads.as_view()
list_new = accept_uploads(up_to=MAX_UPLOAD_BYTES)(AddSignedList.as_view())


@require_safe
def signed_list(request, ref, signed_list):
    """The photo itself."""
    rows = SignedList.objects.exclude(storage_key="")
    found = get_permitted_or_404(request, rows, to="see", ref=signed_list, session__event__ref=ref)
    return stored_file_response(found)


class Correct(NestedActionView):
    """Says what the attendance of one person at one session is, with the reason."""

    permission = "keep"
    title = _("Correct attendance")
    submit_label = _("Correct attendance")
    success_message = _("Attendance corrected.")
    form_class = CorrectionForm

    def get_record(self, ref, session, enrolment):
        self.session = _session(self.request, ref, session, to="keep")
        rows = Enrolment.objects.select_related("participant", "event")
        return self.find(rows, ref=enrolment, event=self.session.event)

    def get_page(self, enrolment):
        name = f"{enrolment.number}. {enrolment.participant.label}"
        return {
            "crumbs": _crumbs(self.session.event), "subject": session_title(self.session),
            "about": name,
        }  # fmt: skip

    def get_back_url(self, enrolment):
        return reverse("training:attendance", args=[self.session.event.ref])

    def perform(self, enrolment, *, by, state, minutes, because):
        return AttendanceEntry.correct(
            self.session, enrolment, by=by, is_present=state == PRESENT, because=because,
            minutes=minutes if state == PRESENT else None,
        )  # fmt: skip


correct = Correct.as_view()


@require_POST
def per_diem_paid(request, ref):
    """From now on it is shown what is corrected after per diem was paid by this attendance."""
    event = get_permitted_or_404(request, EVENTS, to="keep", ref=ref)
    AttendanceUse.record(event, AttendanceUse.Purpose.PER_DIEM, by=request.user)
    return action_done(
        request, next_url=reverse("training:attendance", args=[event.ref]), message=_("Saved.")
    )


# The screen in the room


@require_safe
def code(request, ref, session):
    """The code in large figures. Opened once, it goes on turning without a network."""
    found = _session(request, ref, session)
    context = {
        "event": found.event, "session": found, "title": session_title(found),
        "shown": shown_code(found),
    }  # fmt: skip
    response = render(request, "training/session_code.html", context)
    response.asks_of_device = ("screen-wake-lock",)  # a dark screen shows no code
    return response

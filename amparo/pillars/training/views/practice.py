"""Pages of the practice that a course asks for: who met it, recorded by trainers; corrections."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.action_views import NestedActionView, attempt
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.practice import TICKED, PracticeCorrectionForm, PracticeForm
from ..models import Enrolment, PracticeEntry, PracticeOutcome, TrainingEvent
from ..practice_records import Marked, is_relied_on, mark_all_others, mark_practice
from ..presenters.attendance import seats_of
from ..presenters.practice import (
    description_of,
    practice_changes,
    practice_corrections,
    practice_figures,
    practice_rows,
)
from .events import WHOLE as EVENTS

PAGE = 50
RELIED_ON = _("Certificates were issued already: it is shown that this came after.")


def _event(request: HttpRequest, ref: Any) -> TrainingEvent:
    """The event, for who trains at it or keeps it. Raises Http404 where its course asks for no
    practice.
    """
    event = get_permitted_or_404(request, EVENTS, to="train", ref=ref)  # type: ignore[arg-type]
    if not event.version.requires_practice:
        raise Http404
    return event


@require_http_methods(["GET", "HEAD", "POST"])
def show(request, ref):
    """Everybody with a seat, and what was seen of them; ticked ones, or all others, at once."""
    event = _event(request, ref)
    seats = seats_of(event).accessible_to(request.user)
    pages = paginate(seats, request, "number", "pk", size=PAGE)
    log.log_list(request.user, "practiceentry.listed", pages)
    people = {str(each.ref): each for each in pages}
    choices = [(key, f"{each.number}. {each.participant.label}") for key, each in people.items()]
    form = PracticeForm(request.POST if request.method == "POST" else None, people=choices)
    if request.method == "POST" and form.is_valid():
        chosen = [people[key] for key in form.cleaned_data["people"]]
        done = attempt(form, _mark, event, chosen, form.cleaned_data, request)
        if done is not None:
            return action_done(request, next_url=request.get_full_path(), message=_said(done))
    text, language = description_of(event)
    context = {
        "event": event, "form": form, "pages": pages, "text": text, "language": language,
        "rows": practice_rows(event, pages.rows), "figures": practice_figures(event),
        "outcomes": PracticeOutcome.choices, "is_relied_on": is_relied_on(event),
        "corrections": practice_corrections(event).accessible_to(request.user).count(),
    }  # fmt: skip
    with timezone.override(event.zone):
        status = 422 if form.is_bound else 200
        return render(request, "training/practice.html", context, status=status)


def _mark(event: TrainingEvent, chosen: list[Enrolment], said: dict, request) -> Marked:
    outcome = request.POST.get("outcome")
    if outcome not in PracticeOutcome.values:
        raise Refusal(gettext("Say what you saw: met, not met or not seen."))
    mark = mark_practice if said["scope"] == TICKED else mark_all_others
    return mark(event, chosen, by=request.user, outcome=outcome, on=said["on"])


def _said(done: Marked) -> str:
    parts = [
        ngettext("%(count)s person recorded.", "%(count)s people recorded.", done.recorded)
        % {"count": done.recorded}
    ]
    if done.known_otherwise:
        parts.append(
            ngettext(
                "%(count)s of them is known otherwise from another trainer or a correction: look"
                " at the list and correct it with a reason.",
                "%(count)s of them are known otherwise from another trainer or a correction: look"
                " at the list and correct them with a reason.",
                done.known_otherwise,
            )
            % {"count": done.known_otherwise}
        )
    if done.left_out:
        parts.append(
            ngettext(
                "%(count)s was left out: nobody recorded that they came.",
                "%(count)s were left out: nobody recorded that they came.", done.left_out,
            ) % {"count": done.left_out}
        )  # fmt: skip
    return " ".join(parts)


@require_safe
def corrections(request, ref):
    """What was corrected, by whom, when and why, the last first."""
    event = _event(request, ref)
    rows = practice_corrections(event).accessible_to(request.user)
    pages = paginate(rows, request, "-pk", size=PAGE)
    log.log_list(request.user, "practiceentry.listed", pages)
    context = {"event": event, "pages": pages, "changes": practice_changes(event, pages.rows)}
    with timezone.override(event.zone):
        return render(request, "training/practice_corrections.html", context)


class Correct(NestedActionView):
    """Says whether somebody met the practice, with the reason."""

    queryset = Enrolment.objects.select_related("participant", "event")
    parent_name = "event"
    permission = "see"
    title = _("Correct practice")
    submit_label = _("Correct practice")
    success_message = pgettext_lazy("practice", "Corrected.")
    form_class = PracticeCorrectionForm

    def get_parent(self, ref):
        return _event(self.request, ref)

    def get_page(self, enrolment):
        event = self.parent_of(enrolment)
        return {
            "crumbs": [
                (event.get_absolute_url(), event.number),
                (self.get_back_url(enrolment), pgettext("training", "Practice")),
            ],
            "about": f"{enrolment.number}. {enrolment.participant.label}",
            "lede": RELIED_ON if is_relied_on(event) else "",
        }  # fmt: skip

    def get_back_url(self, enrolment):
        return reverse("training:practice", args=[self.parent_of(enrolment).ref])

    def perform(self, enrolment, *, by, outcome, on, because):
        return PracticeEntry.correct(enrolment, by=by, outcome=outcome, on=on, because=because)


correct = Correct.as_view()

"""How long files are kept: what is due, two people who delete, and what forbids it."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import ErasureRecord, Office
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    permitted_keys,
    require_permission,
)
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.display_names import display_name
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import ASKS, CaseAction, open_case
from amparo.pillars.assistance.help_requests.models import HelpRequest
from amparo.ui.action_views import action_page
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..forms.retention import DeletionDecisionForm, DeletionForm, HoldForm, ReleaseForm
from ..models import BulkDeletion, DeletionRequest, LegalHold
from ..models.bulk_deletions import count_overdue
from ..retention import due_cases, due_people, is_due

INDEX, SHOW = "privacy/retention/index.html", "privacy/retention/show.html"
PAGE, SHOWN = 25, 50
FILE = ("case__team__office", "person")


@require_safe
def index(request):
    """What is over its time, what waits for a second person, and what was deleted."""
    require_permission(request, "file.erase")
    user = request.user
    due = paginate(due_cases(user).select_related("team"), request, "keep_until", "pk", size=PAGE)
    people = list(due_people(user)[:SHOWN])
    waiting = list(_waiting_for(user)[:SHOWN])
    held = LegalHold.objects.in_force().accessible_to(user).exclude(case=None)
    held = list(held.select_related("by").order_by("-at")[:SHOWN])
    load_related([*waiting, *held], "case")
    load_related(waiting, "person")
    gone = ErasureRecord.objects.accessible_to(user).select_related("asked_by", "by", "office")
    offices = Office.objects.filter(pk__in=user.offices_for("file.erase"))
    clearings = BulkDeletion.objects.of(HelpRequest).waiting().accessible_to(user)
    log.log_list(user, "retention.listed", [*due, *people])
    context = {
        "due": due, "people": people, "waiting": waiting, "held": held,
        "clearings": list(clearings.select_related("asked_by", "office")),
        "help_over": sum(count_overdue(HelpRequest, office) for office in offices),
        "gone": list(gone.order_by("-at")[:SHOWN]), "may_ask": "case.work" in user.permissions,
    }  # fmt: skip
    return render(request, INDEX, context)


def _waiting_for(user) -> QuerySet[DeletionRequest]:
    keys = permitted_keys(DeletionRequest.objects.waiting(), user)
    return DeletionRequest.objects.filter(pk__in=keys).select_related("by").order_by("pk")


@require_http_methods(ASKS)
def delete_case(request, ref):
    """Ask that the file of a case be deleted."""
    case = open_case(request, ref)
    return _ask(request, case, case.get_absolute_url(), display_name(case))


@require_http_methods(ASKS)
def delete_person(request, ref):
    """The same, of somebody for whom no case was opened."""
    person = get_permitted_or_404(request, Person, to="work", ref=ref)
    return _ask(request, person, reverse("person", args=[person.ref]), person.shown_name)


def _ask(request, record, back_url: str, name: str):
    usual = DeletionRequest.Why.RETENTION if is_due(record) else ""
    form = DeletionForm(request.POST or None, initial={"why": usual})
    if is_valid_post(request, form):
        asked = attempt(form, DeletionRequest.ask, record, by=request.user, **form.cleaned_data)
        if asked:
            said = _("Second approval requested. The file is kept until then.")
            return action_done(request, next_url=asked.get_absolute_url(), message=said)
    hold = LegalHold.objects.on(record).first()
    return action_page(
        request, form, title=_("Request deletion of this file"), subject=name, back_url=back_url,
        crumbs=[(back_url, getattr(record, "number", name))], tone="danger",
        submit_label="" if hold else _("Request second approval"), record=record, hold=hold,
        above_template="privacy/retention/until_when.html",
        fields_template="privacy/retention/deletion_fields.html",
        backup_days=settings.AMPARO_BACKUP_KEPT_DAYS,
    )  # fmt: skip


@require_http_methods(ASKS)
def show(request, ref):
    """One file that somebody asks to delete: another looks, and confirms or refuses."""
    found = DeletionRequest.objects.select_related("by", "refused_by")
    asked = get_permitted_or_404(request, found, to="see", related=FILE, ref=ref)
    verbs = permissions_on(asked, request.user)
    load_related([asked.file], "legalholds")
    form = DeletionDecisionForm(request.POST or None)
    if is_valid_post(request, form):
        verb = form.cleaned_data["answer"]
        get_permitted_or_404(request, DeletionRequest, to=verb, related=FILE, ref=ref)
        answer = _confirmed if verb == "confirm" else _refused
        response = answer(request, asked, form)
        if response:
            return response
    context = {
        "asked": asked, "form": form, "file": asked.file, "is_own": asked.by_id == request.user.pk,
        "may_confirm": "confirm" in verbs and asked.by_id != request.user.pk,
        "may_refuse": "refuse" in verbs, "hold": LegalHold.objects.on(asked.file).first(),
        "may_see": _may_see(request, asked), "backup_days": settings.AMPARO_BACKUP_KEPT_DAYS,
    }  # fmt: skip
    return render(request, SHOW, context, status=422 if form.is_bound else 200)


def _may_see(request, asked: DeletionRequest) -> bool:
    """A data officer confirms without reading what is deleted."""
    return type(asked.file).objects.accessible_to(request.user).filter(pk=asked.file.pk).exists()


@require_recent_authentication
def _confirmed(request, asked: DeletionRequest, form: DeletionDecisionForm):
    if attempt(form, asked.confirm, by=request.user):
        said = _("The file is deleted. It cannot be brought back.")
        return action_done(request, next_url=_list_for(request), message=said)
    return None


def _refused(request, asked: DeletionRequest, form: DeletionDecisionForm):
    because = form.cleaned_data["because"]
    if attempt(form, asked.refuse, by=request.user, because=because):
        return action_done(
            request,
            next_url=asked.get_absolute_url(),
            message=_("Deletion refused. The file stays."),
        )
    return None


def _list_for(request) -> str:
    return reverse("privacy:due" if "file.erase" in request.user.permissions else "home")


hold = CaseAction.as_view(
    permission="approve", title=_("Place legal hold"), submit_label=_("Place legal hold"),
    success_message=_("Legal hold set: the file cannot be deleted."), form_class=HoldForm,
    perform=LegalHold.put,
    lede=_("Under legal hold it is not deleted, even after the retention period."),
)  # fmt: skip


class Release(CaseAction):
    """Says that the file of a case may be deleted again once its time is over."""

    queryset = LegalHold.objects.select_related("by")
    permission = "release"
    title = _("Lift legal hold")
    submit_label = _("Lift legal hold")
    success_message = _("Legal hold ended.")
    lede = _("It may be deleted again once its retention period has expired.")
    form_class = ReleaseForm

    def get_record(self, ref):
        held = self.find(self.queryset, ref=ref)
        if held.case is None or held not in LegalHold.objects.on(held.case):
            raise Http404
        held.case = Case.objects.with_subject().get(pk=held.case_id)
        return held

    def perform(self, held, *, by, **fields):
        return held.release(by=by, **fields)


release = Release.as_view()

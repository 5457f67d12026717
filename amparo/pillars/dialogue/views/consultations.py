"""Pages of consultations: the list, one consultation, and what is done with it."""

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.foundation.links.models import Link
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done

from ..consultation_figures import FEW
from ..consultation_links import CONSULTATION, link_commitment
from ..forms.consultations import (
    BecameForm,
    CommitmentNumberForm,
    ConsultationForm,
    ContributionForm,
    HeardForm,
    ReportBackForm,
)
from ..models import Consultation, Contribution
from ..presenters.consultations import ConsultationPage

PAGE = 50
CONSULTATIONS = pgettext_lazy("of migrants and communities", "Consultations")
WHOLE = Consultation.objects.select_related("office", "place").prefetch_related("texts", "groups")
# The form of what this colleague has just recorded: its code is worked out from it, not kept.
RECORDED, SHOWN_SECONDS = "contribution_recorded", 10 * 60
_STATE = Consultation.State
# Those that owe an answer first, then open ones.
_RANK = Case(
    When(state__in=Consultation.OWING, then=Value(0)),
    When(state=_STATE.OPEN, then=Value(1)),
    When(state=_STATE.PLANNED, then=Value(2)),
    default=Value(3), output_field=IntegerField(),
)  # fmt: skip


@require_safe
def index(request):
    """Those of the own offices: the ones that owe an answer first."""
    require_permission(request, "consultation.see")
    rows = WHOLE.accessible_to(request.user).annotate(
        rank=_RANK, count=Count("contributions", filter=Q(contributions__withdrawn_at=None))
    )
    pages = paginate(rows, request, "rank", "closes_on", "pk", size=PAGE)
    log.log_list(request.user, "consultation.listed", pages)
    context = {
        "pages": pages, "today": localdate(),
        "may_keep": "consultation.keep" in request.user.permissions,
    }  # fmt: skip
    return render(request, "dialogue/consultation_list.html", context)


@require_safe
def show(request, ref):
    consultation = get_permitted_or_404(request, WHOLE, to="see", ref=ref)
    rows = consultation.contributions.readable().accessible_to(request.user)
    pages = paginate(rows, request, "-at", "-pk", size=PAGE)
    log.log_read(request.user, consultation)
    log.log_list(request.user, "contribution.listed", pages)
    context = {
        "consultation": consultation, "few": FEW, "pages": pages,
        "page": ConsultationPage(consultation, request.user, localdate()),
        "may": permissions_on(consultation, request.user),
    }  # fmt: skip
    return render(request, "dialogue/consultation_detail.html", context)


class ConsultationAction(ActionView):
    """An action on a consultation, by whoever keeps it."""

    queryset = WHOLE
    permission = "keep"

    def get_page(self, consultation):
        return {"crumbs": [
            (reverse("dialogue:consultations"), CONSULTATIONS),
            (consultation.get_absolute_url(), consultation.title),
        ]}  # fmt: skip


class NewConsultation(ConsultationAction):
    """Prepares a consultation of an office for which the user keeps them."""

    title = pgettext_lazy("of migrants and communities", "Prepare consultation")
    submit_label = pgettext_lazy("of migrants and communities", "Prepare consultation")
    success_message = _("Consultation prepared. Nobody outside sees it before you open it.")
    form_class = ConsultationForm

    def get_record(self):
        require_permission(self.request, "consultation.keep")

    def get_form_kwargs(self, record):
        return {"user": self.request.user}

    def get_page(self, record):
        return {"crumbs": [(self.get_back_url(record), CONSULTATIONS)]}

    def get_back_url(self, record):
        return reverse("dialogue:consultations")

    def get_arguments(self, form):
        return form.consultation_fields

    def perform(self, record, *, by, **fields):
        return Consultation.plan(by=by, **fields)

    def get_success_url(self, record, result):
        return result.get_absolute_url()


class EditConsultation(ConsultationAction):
    title = pgettext_lazy("of migrants and communities", "Edit consultation")
    submit_label = _("Save")
    success_message = _("Consultation updated.")
    form_class = ConsultationForm

    def get_form_kwargs(self, consultation):
        return {"user": self.request.user, "consultation": consultation}

    def get_arguments(self, form):
        return form.consultation_fields

    def perform(self, consultation, *, by, **fields):
        consultation.change(by=by, **fields)


class SayWords(ConsultationAction):
    """Writes what was heard or what became of it, in the languages in which it was asked."""

    submit_label = _("Save")

    def get_form_kwargs(self, consultation):
        return {"consultation": consultation}

    def get_arguments(self, form):
        return {"texts": form.texts}


class SayHeard(SayWords):
    title = _("Write what we heard")
    success_message = _("Saved. Next, write the result.")
    form_class = HeardForm

    def perform(self, consultation, *, by, texts):
        consultation.say_heard(by=by, heard=texts)


class SayWhatBecame(SayWords):
    title = pgettext_lazy("consultation", "Write result")
    success_message = _("Saved: those who contributed can read it. Now tell those you asked.")
    form_class = BecameForm

    def perform(self, consultation, *, by, texts):
        consultation.answer(by=by, became=texts)


class ReportBack(ConsultationAction):
    title = pgettext_lazy("consultation", "Report back")
    submit_label = pgettext_lazy("consultation", "Report back")
    success_message = _("Those you asked were told: the consultation is complete.")
    form_class = ReportBackForm

    def perform(self, consultation, *, by, **fields):
        consultation.report_back(by=by, today=localdate(), **fields)


class LinkCommitment(ConsultationAction):
    title = _("Link a commitment that results from it")
    submit_label = pgettext_lazy("consultation", "Link commitment")
    success_message = _("Commitment linked.")
    form_class = CommitmentNumberForm

    def get_form_kwargs(self, consultation):
        return {"user": self.request.user}

    def perform(self, consultation, *, by, number):
        link_commitment(consultation, number, by=by)


new = NewConsultation.as_view()
edit = EditConsultation.as_view()
heard = SayHeard.as_view()
answer = SayWhatBecame.as_view()
report = ReportBack.as_view()
link = LinkCommitment.as_view()


@require_POST
def unlink(request, ref, link):
    """Takes away the link to a commitment; it stays on record."""
    consultation = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    rows = Link.objects.to_records(CONSULTATION, [consultation.ref])
    get_permitted_or_404(request, rows, to="see", ref=link).remove(by=request.user)
    return action_done(
        request, next_url=consultation.get_absolute_url(), message=_("The link was removed.")
    )


@require_POST
def start(request, ref):
    """Opens it to contributions."""
    consultation = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    consultation.open(by=request.user)
    return action_done(
        request, next_url=consultation.get_absolute_url(),
        message=_("The consultation is open: its page is public from its first day."),
    )  # fmt: skip


@require_POST
def close(request, ref):
    """Takes no more contributions."""
    consultation = get_permitted_or_404(request, WHOLE, to="keep", ref=ref)
    consultation.close(by=request.user)
    return action_done(
        request, next_url=consultation.get_absolute_url(),
        message=_("The consultation is closed. It now owes an answer."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request, ref):
    """Records what somebody said in person; they get a code on paper."""
    consultation = get_permitted_or_404(request, WHOLE, to="hear", ref=ref)
    given = {"form": receipt_codes.new_form(), "language": request.LANGUAGE_CODE[:2]}
    form = ContributionForm(
        request.POST or None, user=request.user, consultation=consultation, initial=given
    )
    if is_valid_post(request, form):
        told = dict(form.cleaned_data)
        number = told.pop("form")
        if attempt(
            form, Contribution.give, receipt_codes.code_of(number), by=request.user,
            consultation=consultation, **told,
        ):  # fmt: skip
            request.session[RECORDED] = number
            return action_done(request, next_url=reverse("dialogue:contribution-receipt"))
    context = {"form": form, "consultation": consultation}
    status = 422 if request.method == "POST" else 200
    return render(request, "dialogue/contribution_new.html", context, status=status)


@require_safe
def receipt(request):
    """The code of what was just recorded, for some minutes; whoever comes later finds none."""
    require_permission(request, "consultation.see")
    number = request.session.get(RECORDED, "")
    age = receipt_codes.form_age(number) if number else None
    is_there = age is not None and age < SHOWN_SECONDS
    code = receipt_codes.code_of(number) if is_there else ""
    return render(request, "dialogue/contribution_receipt.html", {"code": code})

"""Pages of self-assessment: rounds against a standard, one round with an account or by link."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from amparo.foundation.core.action_views import ActionView, attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.permissions.rls.records import find_by_secret
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.standards.models import AssessmentItem, ImprovementAction, SelfAssessment
from amparo.ui.action_views import posted_data
from amparo.ui.responses import action_done, redirect_to

from ..forms.self_assessment import AnswersForm, ImprovementForm, OpenForm
from ..models import Edition
from ..models.editions import SUBJECT
from ..self_assessment import assessed_items, items_of, rounds_of, title_of

WITH = SelfAssessment.objects.select_related("organization")


@require_safe
def index(request, ref):
    """All rounds against a standard that the reader may see."""
    edition = get_permitted_or_404(
        request, Edition.objects.select_related("product"), to="see", ref=ref
    )
    rounds = rounds_of(request.user, edition)
    log.log_list(request.user, "selfassessment.listed", rounds)
    context = {
        "edition": edition, "rounds": rounds,
        "may_open": "capacity.assess" in request.user.permissions and edition.is_published,
    }  # fmt: skip
    return render(request, "guidance/self_assessments.html", context)


class Open(ActionView):
    """Opens a round: an institution is asked to answer a standard."""

    queryset = Edition.objects.select_related("product")
    permission = "see"
    title = pgettext_lazy("standard", "Open self-assessment")
    submit_label = pgettext_lazy("standard", "Open self-assessment")
    form_class = OpenForm

    def get_record(self, ref):
        require_permission(self.request, "capacity.assess")
        return super().get_record(ref=ref)

    def get_back_url(self, edition):
        return reverse("guidance:self-assessments", args=[edition.ref])

    def perform(self, edition, *, by, organization, due_on):
        return SelfAssessment.open(
            organization, by=by, kind=SUBJECT, subject=edition, standard=edition.product,
            title=edition.title, items=items_of(edition), due_on=due_on,
        )  # fmt: skip

    def get_success_url(self, edition, opened):
        assessment, _is_new = opened
        return assessment.get_absolute_url()

    def get_success_message(self, edition, opened):
        _assessment, is_new = opened
        if is_new:
            return _("Opened. The institution answers with its account, or by a link.")
        return _("This round was open already. It must be submitted before the next one begins.")


def show(request, ref):
    """One round: answered item by item, submitted once all are answered."""
    assessment = get_permitted_or_404(request, WITH, to="see", ref=ref)
    if request.method == "POST":
        assessment = get_permitted_or_404(request, WITH, to="answer", ref=ref)
    return _round(request, assessment, by=request.user, url=assessment.get_absolute_url())


def _round(request, assessment, *, by, url):
    items = assessed_items(assessment, by)
    form = AnswersForm(posted_data(request), items=items)
    if is_valid_post(request, form) and _saved(request, form, assessment, by=by):
        message = _("Answers saved.") if assessment.is_open else _("Self-assessment submitted.")
        return action_done(request, next_url=url, message=message)
    title, language = title_of(assessment)
    actions = ImprovementAction.objects.filter(item__assessment=assessment).select_related("item")
    context = {
        "assessment": assessment, "form": form, "url": url, "is_by_link": by is None,
        "title": title, "title_language": language,
        "actions": list(actions),
        "may_invite": by is not None and "capacity.assess" in by.permissions,
        "today": localdate(),
    }  # fmt: skip
    page = "self_assessment_link" if by is None else "self_assessment"
    return render(request, f"guidance/{page}.html", context, status=422 if form.is_bound else 200)


def _saved(request, form, assessment, *, by) -> bool:
    """Whether the answers were written and, where asked for, submitted."""
    attempt(form, assessment.answer, form.answers, by=by)
    if form.is_valid() and "submit" in request.POST:
        attempt(form, assessment.submit, by=by)
    return form.is_valid()


@login_not_required
@never_cache
def by_link(request, token):
    """The same round for an institution without an account; an unknown link is not there."""
    assessment = find_by_secret(SelfAssessment, token)
    if assessment is None:
        return render(request, "guidance/self_assessment_ended.html", status=404)
    url = reverse("guidance:self-assessment-link", args=[token])
    if request.method == "GET":
        log.log_read(None, assessment)
    return _round(request, assessment, by=None, url=url)


@require_POST
def make_link(request, ref):
    """Makes a link and shows it, this once."""
    assessment = get_permitted_or_404(request, WITH, to="invite", ref=ref)
    token = assessment.make_link(by=request.user)
    address = request.build_absolute_uri(reverse("guidance:self-assessment-link", args=[token]))
    context = {"assessment": assessment, "address": address}
    return render(request, "guidance/self_assessment_invitation.html", context)


@require_POST
def end_link(request, ref):
    assessment = get_permitted_or_404(request, WITH, to="invite", ref=ref)
    assessment.end_link(by=request.user)
    return action_done(
        request, next_url=assessment.get_absolute_url(), message=_("The link opens nothing now.")
    )


class Plan(ActionView):
    """What the institution will do about one item."""

    queryset = WITH
    permission = "answer"
    title = pgettext_lazy("improvement", "Plan an action")
    submit_label = pgettext_lazy("improvement", "Plan an action")
    success_message = pgettext_lazy("improvement", "Action planned.")
    form_class = ImprovementForm

    def get_record(self, ref, item):
        assessment = super().get_record(ref=ref)
        self.item = AssessmentItem.objects.filter(assessment=assessment, order=item).first()
        if self.item is None:
            raise Http404
        return assessment

    def get_context(self, assessment):
        [about] = [each for each in assessed_items(assessment) if each.item.pk == self.item.pk]
        return {"about": about.text}

    def perform(self, assessment, *, by, **said):
        ImprovementAction.plan(self.item, by=by, **said)


@require_POST
def finish(request, ref):
    action = get_permitted_or_404(
        request, ImprovementAction.objects.select_related("item__assessment"), to="finish", ref=ref
    )
    action.finish(by=request.user, today=localdate())
    url = action.item.assessment.get_absolute_url()
    return redirect_to(request, url)


open_round = Open.as_view()
plan = Plan.as_view()

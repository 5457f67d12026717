"""Referring somebody: choose a service, look at what will be read and why it may be, send."""

from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.models import Organization
from amparo.foundation.core.permissions.rules import get_permitted_or_404
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.core.work_steps import step_context
from amparo.foundation.directory.models import Service, ServiceType
from amparo.foundation.standards.step_guidance import log_shown
from amparo.pillars.assistance.assessment.flags import answer_by_referral, open_flag
from amparo.pillars.assistance.assessment.models import Need, ProtectionFlag
from amparo.pillars.assistance.assessment.presenters import ShownFlag, clocks_of
from amparo.pillars.assistance.cases.display_names import display_name
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import case_crumbs
from amparo.pillars.assistance.planning.models import Action
from amparo.ui.action_views import FormButton, action_page
from amparo.ui.responses import action_done

from ..forms.referrals import ReferralForm, ServiceTypeForm
from ..models import Referral
from ..preparation import ReferralPreparation, visible_people
from ..service_matching import matching_services

CHOOSE, SHARE = (f"referrals/{name}.html" for name in ("choose", "share"))


@require_safe
def choose(request, ref):
    """Services of the kind that is needed: those that fit best first, all the others below."""
    cases = Case.objects.with_subject().select_related("place__within__within")
    case = get_permitted_or_404(request, cases, to="work", ref=ref)
    needs = _needs(case)
    form = ServiceTypeForm(request.GET if "kind" in request.GET else None)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    kind = kind or next((need.service_type for need in needs), "")
    people = visible_people(case, request.user)
    found = matching_services(case, people, kind) if kind else []
    context = {
        "case": case, "called": display_name(case), "kind": kind, "needs": needs,
        "form": form if form.is_bound else ServiceTypeForm(initial={"kind": kind}),
        "fitting": [each for each in found if each.fit.is_fit],
        "others": [each for each in found if not each.fit.is_fit],
        "with": _origin_query(request), "flag": _shown_flag(request, case),
    }  # fmt: skip
    return render(request, CHOOSE, context)


def _needs(case: Case) -> list[Need]:
    """The needs that stand, in the person's own order; one of each kind."""
    needs = list(Need.standing(case)[:30])
    ordered = sorted(needs, key=lambda need: (need.own_rank or 99, need.pk))
    return list({need.service_type: need for need in reversed(ordered)}.values())[::-1]


def _origin_query(request) -> str:
    """The action of the plan or the protection flag from which one comes, for the links of this
    page.
    """
    carried = {"action": _action(request), "flag": _ref(request, "flag")}
    return "".join(f"&{name}={ref}" for name, ref in carried.items() if ref)


def _action(request) -> str:
    return _ref(request, "action")


def _ref(request, name: str) -> str:
    asked = request.GET.get(name, "")
    return asked if asked.replace("-", "").isalnum() else ""


def _flag(request, case: Case) -> ProtectionFlag | None:
    """The protection flag out of which one refers, while nobody has answered it."""
    try:
        ref = UUID(_ref(request, "flag"))
    except ValueError:
        return None
    return open_flag(case, ref, request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def to_service(request, ref, service):
    case = _case(request, ref)
    types = ServiceType.objects.filter(service=OuterRef("pk")).order_by("pk").values("code")
    services = Service.objects.running().select_related("provider__organization")
    services = services.annotate(first_type=Subquery(types[:1]))
    service = get_permitted_or_404(request, services, to="refer", ref=service)
    return _to(request, case, service.provider.organization, service)


@require_http_methods(["GET", "HEAD", "POST"])
def to_organization(request, ref, organization):
    """To an organization that has listed no service of this kind."""
    case = _case(request, ref)
    organization = get_permitted_or_404(
        request, Organization.objects.all(), to="see", ref=organization
    )
    if organization.kind == Organization.Kind.OWN:
        raise Http404
    return _to(request, case, organization, None)


def _case(request, ref) -> Case:
    return get_permitted_or_404(request, Case.objects.with_subject(), to="work", ref=ref)


def _to(request, case: Case, organization: Organization, service: Service | None):
    case.require_work_allowed()
    sending = ReferralPreparation(
        case, request.user, organization, service=service, here=request.get_full_path()
    )
    actions = _actions(case)
    if request.method != "POST":
        flag = _flag(request, case)
        urgency = flag.of_kind.urgency if flag else ""
        kind = _kind(request, service)
        begun = ReferralForm.begun(sending, kind, _action(request), urgency)
        return _shown(request, sending, _form(sending, actions, initial=begun))
    form = _form(sending, actions, request.POST)
    step = request.POST.get("step", "look")
    if step == "change":
        answered = _form(sending, actions, initial=_as_answered(form))
        return _shown(request, sending, answered)
    if not form.is_valid():
        return _shown(request, sending, form)
    if step == "send":
        return _sent(request, sending, form)
    return _looked_at(request, sending, form)


def _form(
    sending: ReferralPreparation, actions: list[Action], data=None, **kwargs
) -> ReferralForm:
    return ReferralForm(data, sending=sending, actions=actions, **kwargs)


def _as_answered(form: ReferralForm) -> dict:
    return {name: form[name].data for name in form.fields}


def _actions(case: Case) -> list[Action]:
    found = Action.objects.filter(case=case, goal__plan__replaced_by=None)
    ended = (Action.Status.DONE, Action.Status.DROPPED)
    return list(found.exclude(status__in=ended).order_by("due_on", "pk")[:60])


def _kind(request, service: Service | None) -> str:
    """What was looked for, where it is a kind; else the first that the service is."""
    form = ServiceTypeForm(request.GET)
    asked = form.cleaned_data["kind"] if form.is_valid() else ""
    if asked or service is None:
        return asked
    return service.first_type or ""


def _shown(request, sending: ReferralPreparation, form: ReferralForm):
    """What is asked of them; nothing can be, as long as nobody agreed."""
    context = _context(sending) | {"flag": _shown_flag(request, sending.case)}
    if not sending.agreed:
        return render(request, SHARE, context, status=422 if form.is_bound else 200)
    crumbs = [*case_crumbs(sending.case), (context["choose_url"], _("Refer to a service"))]
    return action_page(
        request, form, title=_("Refer to %(name)s") % {"name": sending.to.name},
        crumbs=crumbs, subject=context["called"], back_url=context["choose_url"],
        buttons=[FormButton("step", "look", _("Preview shared data"), "primary")],
        above_template="referrals/before_asking.html",
        fields_template="referrals/ask_fields.html", **context,
        **step_context("case.referral"),
    )  # fmt: skip


def _shown_flag(request, case: Case) -> ShownFlag | None:
    flag = _flag(request, case)
    return ShownFlag(flag, clocks_of(flag)) if flag else None


def _looked_at(request, sending: ReferralPreparation, form: ReferralForm, refused: str = ""):
    """The extract exactly as they will read it, and the consent on which it rests."""
    chosen = form.chosen
    context = _context(sending) | {
        "form": form, "looks": True, "refused": refused, "told": _previewed(sending, form),
        "unseen": _unseen(form), "text": form.cleaned_data["text"],
        "urgency": Referral.Urgency(form.cleaned_data["urgency"]).label,
        "service_type": form.cleaned_data["service_type"],
        "grounds": [each for each in sending.agreed if each.person in chosen],
        "answers": form.answers(),
    }  # fmt: skip
    return render(request, SHARE, context, status=409 if refused else 200)


def _previewed(sending: ReferralPreparation, form: ReferralForm) -> list:
    return sending.preview(form.chosen, form.cleaned_data["items"])


def _unseen(form: ReferralForm) -> list[str]:
    """What they will not see."""
    chosen = form.cleaned_data["items"]
    return [name for code, name in form.fields["items"].choices if code not in chosen]


def _context(sending: ReferralPreparation) -> dict:
    case = sending.case
    return {
        "case": case, "called": display_name(case), "sending": sending, "service": sending.service,
        "organization": sending.to,
        "choose_url": reverse("referrals:referral-new", args=[case.ref]),
    }  # fmt: skip


def _sent(request, sending: ReferralPreparation, form: ReferralForm):
    flag = _flag(request, sending.case)
    try:
        with transaction.atomic():
            referral = Referral.send(
                sending.case, by=request.user, to=sending.to, service=sending.service,
                answer_by=flag.due_on if flag else None, **form.about,
            )  # fmt: skip
            answered = flag is not None and answer_by_referral(flag, referral, by=request.user)
            log_shown(request, "case.referral", referral)
    except Refusal as refusal:  # taken back while it was looked at
        return _looked_at(request, sending, form, refused=str(refusal))
    said = _("Sent to %(name)s. They were told that somebody is referred, not who.")
    if answered:
        said = _(
            "Sent to %(name)s. They were told that somebody is referred, not who. The protection "
            "flag is answered with it."
        )
    return action_done(
        request, next_url=referral.get_absolute_url(), message=said % {"name": sending.to.name}
    )

"""A case goes to another office: offered, taken over, declined or taken back."""

from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.action_views import attempt, is_valid_post
from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Membership, Team
from amparo.foundation.core.permissions.rls.records import load_related
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.core.work_steps import decide_step, step_context
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.cases.views.case_actions import ASKS, case_page, open_case
from amparo.ui.action_views import action_page
from amparo.ui.pagination import paginate
from amparo.ui.responses import action_done, render_page

from ..forms import AcceptForm, DeclineForm, TransferForm
from ..models import Transfer, TransferRequest
from ..models.transfers import those_that_may_go_on
from ..presenters import build_outline

INDEX, SHOW = "transfers/index.html", "transfers/show.html"
SHOWN, TEAMS = 30, 500
OFFERED = ("case__team__office__organization", "case__person__basis", "case__family__head")


@require_safe
def index(request):
    """What is offered to us and asked of us, what we asked, and what went from here."""
    require_permission(request, "case.see")
    user = request.user
    of_both = ("from_team__office", "to_team__office")
    offered = Transfer.objects.waiting().accessible_to(user, "answer").select_related(*of_both)
    asked = TransferRequest.objects.waiting().accessible_to(user, "answer")
    ours = TransferRequest.objects.accessible_to(user).filter(team__in=_teams_over(user))
    rest = Transfer.objects.accessible_to(user).exclude(pk__in=offered.values("pk"))
    rows = paginate(rest.select_related(*of_both), request, "-at", "-pk", size=SHOWN)
    first = list(offered.order_by("sent_at", "pk")[:SHOWN])
    load_related([*first, *rows], "case")
    going = those_that_may_go_on(first)
    log.log_list(user, "transfer.listed", [*first, *rows])
    context = {
        "offered": [each for each in first if each.pk in going],
        "asked": asked.select_related("team__office", "by").order_by("at", "pk")[:SHOWN],
        "ours": ours.select_related("office").order_by("-at", "-pk")[:SHOWN],
        "rows": rows,
        "may_share_out": "case.assign" in user.permissions,
    }
    return render(request, INDEX, context)


@require_http_methods(ASKS)
def new(request, ref):
    case = open_case(request, ref)
    form = TransferForm(request.POST or None, teams=teams_elsewhere(case.team.office_id))
    if is_valid_post(request, form):
        transfer = attempt(
            form, decide_step(request, "case.transfer", Transfer.offer), case, by=request.user,
            **form.cleaned_data,
        )  # fmt: skip
        if transfer:
            return _to_case(request, case, said_of(transfer))
    there = case.transfers.under_way().select_related("to_team__office").first()
    return action_page(
        request, form, title=_("Transfer case"),
        submit_label="" if there or case.is_ended else _("Offer the case"), there=there,
        lede=_("Until it is accepted, the person stays in your caseload."),
        body_template="transfers/new.html", **case_page(case),
        **step_context("case.transfer"),
    )  # fmt: skip


@require_safe
def show(request, ref):
    """The offer: to who may take it over, its outline; to who gave it, what became of it."""
    return _shown(request, _opened(request, ref, to="see"))


@require_http_methods(["POST"])
def accept(request, ref):
    transfer = _opened(request, ref, to="answer")
    form = AcceptForm(request.POST, owners=transfer.owners())
    if is_valid_post(request, form) and attempt(
        form, transfer.accept, by=request.user, **form.cleaned_data
    ):
        said = _("The case is yours from now on. Everybody concerned has been told.")
        return action_done(request, next_url=transfer.file.get_absolute_url(), message=said)
    return _shown(request, transfer, accepting=form)


@require_http_methods(["POST"])
def decline(request, ref):
    transfer = _opened(request, ref, to="answer")
    form = DeclineForm(request.POST)
    if is_valid_post(request, form) and attempt(
        form, transfer.decline, by=request.user, **form.cleaned_data
    ):
        said = _("They have been told, and look for another way.")
        return action_done(request, next_url=reverse("transfers:transfers"), message=said)
    return _shown(request, transfer, declining=form)


@require_POST
def take_back(request, ref):
    transfer = get_permitted_or_404(request, Transfer, to="take_back", ref=ref)
    case = open_case(request, transfer.case.ref)
    transfer.take_back(by=request.user)
    return _to_case(request, case, _("The case stays here. Nobody there reads of it any more."))


def _to_case(request, case: Case, said):
    return action_done(request, next_url=case.get_absolute_url(), message=said)


def said_of(transfer: Transfer) -> str:
    if transfer.is_waiting:
        return _("The other office was notified. Until it accepts, the case stays with you.")
    return _("Your supervisor is asked. Only then does the other office learn of it.")


def teams_elsewhere(office: int) -> list[Team]:
    """Teams of other offices in which somebody shares out cases, or whose office does."""
    shares_out = Membership.objects.held().with_permission("case.assign")
    here = Exists(shares_out.filter(team=OuterRef("pk")))
    above = Exists(shares_out.filter(office=OuterRef("office")))
    teams = Team.objects.exclude(office=office).filter(here | above, office__is_practice=False)
    teams = teams.select_related("office__organization")
    return list(teams.order_by("office__organization__name", "office__name", "name")[:TEAMS])


def _teams_over(user):
    mine = Team.objects.filter(pk__in=user.teams_for("person.see"))
    return (mine | Team.objects.filter(office__in=user.offices_for("person.see"))).values("pk")


def _opened(request, ref, *, to: str) -> Transfer:
    transfers = Transfer.objects.select_related(
        "by",
        "from_owner",
        "from_team__office",
        "to_team__office__organization",
        "ended_by",
    )
    return get_permitted_or_404(request, transfers, to=to, related=OFFERED, ref=ref)


def _shown(request, transfer: Transfer, accepting=None, declining=None):
    user, mine = request.user, Transfer.objects.filter(pk=transfer.pk)
    may_read = Case.objects.accessible_to(user).filter(pk=transfer.case_id).exists()
    may_answer = mine.accessible_to(user, "answer").exists() and transfer.is_still_allowed
    is_judged = bool(accepting or declining)
    owners = transfer.owners() if may_answer and accepting is None else ()
    context = {
        "transfer": transfer,
        "case": transfer.file,
        "may_read": may_read,
        "may_take_back": transfer.is_under_way and mine.accessible_to(user, "take_back").exists(),
        "outline": build_outline(transfer) if may_answer else None,
        "shows_words": may_read or may_answer,
        "accepting": accepting or AcceptForm(owners=owners),
        "declining": declining or DeclineForm(),
    }
    return render_page(request, SHOW, context, status=422 if is_judged else 200)

"""Agreements on the screen: the list, one with the timeline of its life, and what is done with
it.
"""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    permissions_on,
    require_permission,
)
from amparo.ui.filters import Filter, FilterBar, Shortcut
from amparo.ui.pagination import paginate

from ..forms import (
    AgreementChangeForm,
    AgreementForm,
    EndForm,
    NoticeForm,
    RenewForm,
)
from ..models import Agreement, AgreementObligation, AgreementParty, AgreementState
from ..models.agreements import AgreementQuerySet
from ..presenters import AgreementPage, shown
from .actions import ActionWithParty, AgreementAction

PAGE, MOST_DUE = 50, 10
_FAR = Value(date.max, output_field=DateField())


@require_safe
def index(request):
    """Those that end soonest first, those that have ended last; and what is past due."""
    user, day = request.user, localdate()
    reads = "agreement.read" in user.permissions
    require_permission(request, "agreement.read" if reads else "agreement.see")
    found = Agreement.objects.accessible_to(user)
    bar = FilterBar(_filters(found), request.GET, shortcuts=_SHORTCUTS)
    rows = _filtered(found, bar, day).with_parts().select_related("office")
    pages = paginate(_in_order(rows, day), request, "is_over", "last", "pk", size=PAGE)
    log.log_list(user, "interagencyagreement.listed", pages.rows)
    context = {
        "bar": bar, "pages": pages, "rows": shown(pages.rows), "today": day,
        "past_due": _past_due(user, day), "may_add": "agreement.keep" in user.permissions,
    }  # fmt: skip
    return render(request, "agreements/agreement_list.html", context)


_SHORTCUTS = (
    Shortcut("state", AgreementState.ENDING, pgettext_lazy("filter, agreement", "Ends soon")),
    Shortcut("state", AgreementState.UNSIGNED, AgreementState.UNSIGNED.label),
)


def _filters(found: AgreementQuerySet) -> list[Filter]:
    def institutions() -> list[tuple[str, str]]:
        parties = AgreementParty.objects.filter(agreement__in=found).values("organization")
        named = Organization.objects.filter(pk__in=parties).order_by("name", "pk")
        return [(str(each.ref), each.name) for each in named]

    return [
        Filter("kind", pgettext_lazy("agreement", "Kind"), lambda: Agreement.Kind.choices),
        Filter("state", pgettext_lazy("column", "Status"), lambda: AgreementState.choices),
        Filter("party", _("Institution"), institutions),
    ]


def _filtered(found: AgreementQuerySet, bar: FilterBar, day: date) -> AgreementQuerySet:
    if kind := bar.value("kind"):
        found = found.filter(kind=kind)
    if party := bar.value("party"):
        taking_part = AgreementParty.objects.filter(organization__ref=party)
        found = found.filter(pk__in=taking_part.values("agreement"))
    if state := bar.value("state"):
        found = found.in_state(state, day)
    return found


def _in_order(rows: AgreementQuerySet, day: date) -> AgreementQuerySet:
    over = Q(ended_on__lt=day) | Q(ends_on__lt=day)
    return rows.annotate(
        is_over=Case(When(over, then=1), default=0, output_field=IntegerField()),
        last=Coalesce("ended_on", "ends_on", _FAR, output_field=DateField()),
    )


def _past_due(user: User, day: date) -> list[AgreementObligation]:
    found = AgreementObligation.objects.past_due(day).accessible_to(user)
    related = found.select_related("agreement", "party__organization")
    return list(related.order_by("due_on", "pk")[:MOST_DUE])


@require_safe
def show(request, ref):
    agreements = Agreement.objects.with_parts().select_related("office", "by", "ended_by")
    agreement = get_permitted_or_404(request, agreements, to="see", ref=ref)
    page = AgreementPage(agreement, request.user)
    may_keep = "keep" in permissions_on(agreement, request.user)
    context = {"agreement": agreement, "page": page, "may_keep": may_keep}
    return render(request, "agreements/agreement_detail.html", context)


class NewAgreement(AgreementAction):
    """Records an agreement of an office whose agreements the user keeps."""

    title = pgettext_lazy("agreement", "Record agreement")
    submit_label = pgettext_lazy("agreement", "Record agreement")
    success_message = _("Agreement recorded. Add what each party owes, and its signatures.")
    form_class = AgreementForm
    fields_template = "agreements/agreement_fields.html"

    def get_record(self, *args: Any, **refs: Any) -> None:
        require_permission(self.request, "agreement.keep")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return {"user": self.request.user}

    def get_page(self, record: Any) -> dict[str, Any]:
        return {
            "crumbs": [
                (self.get_back_url(record), pgettext_lazy("between institutions", "Agreements"))
            ]
        }

    def get_back_url(self, record: Any) -> str:
        return reverse("agreements:agreements")

    def get_arguments(self, form: AgreementForm) -> dict[str, Any]:
        return form.fields_of_agreement

    def perform(self, record: Any, *, by: User, **fields: Any) -> Agreement:
        return Agreement.record(by=by, **fields)

    def get_success_url(self, record: Any, result: Agreement) -> str:
        return result.get_absolute_url()


class EditAgreement(AgreementAction):
    """Corrects what is recorded of an agreement."""

    title = pgettext_lazy("agreement", "Edit agreement")
    submit_label = _("Save")
    success_message = _("Agreement updated.")
    form_class = AgreementChangeForm
    fields_template = "agreements/agreement_fields.html"

    def get_form_kwargs(self, agreement: Agreement) -> dict[str, Any]:
        return {"user": self.request.user, "agreement": agreement}

    def perform(self, agreement: Agreement, *, by: User, **fields: Any) -> None:
        agreement.change(by=by, **fields)


class RenewAgreement(AgreementAction):
    """Adds a period; the earlier ones stay on record."""

    title = pgettext_lazy("agreement", "Renew agreement")
    submit_label = pgettext_lazy("agreement", "Renew agreement")
    success_message = _("Agreement renewed. Its earlier periods stay on record.")
    form_class = RenewForm

    def get_form_kwargs(self, agreement: Agreement) -> dict[str, Any]:
        following = agreement.period.following
        initial = {"starts_on": following.starts_on, "ends_on": following.ends_on}
        return {"initial": initial}

    def perform(self, agreement: Agreement, *, by: User, **fields: Any) -> None:
        agreement.renew(by=by, **fields)


class GiveNotice(ActionWithParty):
    """Records that a party gave notice."""

    title = pgettext_lazy("agreement", "Record notice")
    submit_label = pgettext_lazy("agreement", "Record notice")
    success_message = _("Notice recorded.")
    lede = _(
        "With notice an agreement does not renew by itself. One without an end date ends after "
        "the time of its notice."
    )
    form_class = NoticeForm

    def perform(self, agreement: Agreement, *, by: User, **fields: Any) -> None:
        agreement.give_notice(by=by, **fields)


new = NewAgreement.as_view()
edit = EditAgreement.as_view()
renew = RenewAgreement.as_view()
notice = GiveNotice.as_view()
end = AgreementAction.as_view(
    title=_("End agreement early"),
    submit_label=pgettext_lazy("agreement", "End agreement"),
    form_class=EndForm,
    success_message=_("The end of the agreement is recorded."),
    perform=Agreement.end,
    lede=_("It stays on record with all its periods. This cannot be undone."),
    tone="danger",
)

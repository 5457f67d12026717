"""What donors are sent: agreements, sheets for who makes them, and the pages of their readers."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.accounts.two_factor import require_recent_authentication
from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.audit import log
from amparo.foundation.core.files.downloads import SEALED_OFF, disposition
from amparo.foundation.core.pdf import NoPaper
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    require_permission,
    signed_in_user,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.funding.models import Project
from amparo.ui import formats
from amparo.ui.pagination import paginate

from ..donor_files import pdf_of, xlsx_of
from ..donor_forms import DonorAgreementForm, DonorSheetForm, reports_for
from ..donor_pages import DonorSheetPage, time_of
from ..forms import ReasonForm
from ..labels import name_of
from ..models import DonorAgreement, DonorSheet

WHOLE = DonorSheet.objects.select_related("agreement", "office", "by", "signed_by")
AGREEMENTS = DonorAgreement.objects.select_related("recipient", "project", "by", "ended_by")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {"pdf": (pdf_of, "application/pdf"), "xlsx": (xlsx_of, _XLSX)}
# Another reader of the same address is shown other numbers.
NO_CACHE = "private, no-store"


@require_safe
def index(request):
    """The sheets that were sent to the institution of the reader, newest month first."""
    require_permission(request, "figure.read")
    user = signed_in_user(request)
    mine = WHOLE.accessible_to(user).filter(
        agreement__recipient__in=user.partner_organizations
    ).readable(localdate())  # fmt: skip
    rows = paginate(mine, request, "-month", "ref")
    shown = [(each, DonorSheetPage(each, user)) for each in rows]
    context = {"sheets": rows, "shown": shown}
    response = render(request, "evidence/donor_sheets.html", context)
    response.headers["Cache-Control"] = NO_CACHE
    return response


@require_safe
def show(request, ref):
    sheet = _sheet(request, ref)
    page = DonorSheetPage(sheet, request.user)
    log.log_event(request.user, "donorsheet.opened", sheet)
    return _page(request, sheet, page)


@require_safe
@require_recent_authentication
def download(request, ref, code):
    """One file; where there can be none, the page says why."""
    sheet = _sheet(request, ref)
    if code not in FILES:
        raise Http404
    make, content_type = FILES[code]
    page = DonorSheetPage(sheet, request.user)
    try:
        if not sheet.composed_at:
            raise Refusal(_("This sheet is being checked. Come back in a minute."))
        if not page.is_intact:
            raise Refusal(_("The figures are not those that were checked. Ask for a check."))
        content = make(sheet, request.user)
    except Refusal as refusal:
        return _page(request, sheet, page, refusal=str(refusal), status=422)
    except NoPaper:
        said = _("No PDF can be made on this machine. Take the workbook (XLSX).")
        return _page(request, sheet, page, refusal=said, status=503)
    log.log_event(request.user, "donorsheet.exported", sheet, format=code, purpose="donor")
    response = HttpResponse(content, content_type=content_type, headers=SEALED_OFF)
    name = f"donor-sheet-{sheet.month:%Y-%m}{'' if sheet.is_sent else '-provisional'}.{code}"
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _sheet(request, ref) -> DonorSheet:
    """One that the user may see; who reads for a donor, while the agreement is in force."""
    sheets = WHOLE
    if "project.see" not in request.user.permissions:
        sheets = sheets.readable(localdate())
    return get_permitted_or_404(request, sheets, to="see", ref=ref)


def _page(request, sheet, page, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"sheet": sheet, "page": page, "refusal": refusal}
    response = render(request, "evidence/donor_sheet.html", context, status=status)
    response.headers["Cache-Control"] = NO_CACHE
    return response


# Agreements.


@require_safe
def agreement(request, ref):
    require_permission(request, "project.see")
    found = get_permitted_or_404(request, AGREEMENTS, to="see", ref=ref)
    user = request.user
    sheets = WHOLE.filter(agreement=found).accessible_to(user)
    return render(
        request, "evidence/donor_agreement.html",
        {
            "agreement": found, "is_in_force": found.is_in_force_on(localdate()),
            "sheets": [(each, time_of(each)) for each in sheets],
            "indicators": [each.name for each in found.indicators.all()],
            "frequency": DonorAgreement._meta.get_field("rhythm").verbose_name,
            "areas": found.areas.order_by("name"),
            "funds": found.funds.order_by("code"),
            "breakdowns": _breakdowns(found),
            "may_end": not found.ended_at and "donor.agree" in user.permissions,
            "may_compose": not found.ended_at and "donor.compose" in user.permissions,
        },
    )  # fmt: skip


def _breakdowns(of: DonorAgreement) -> str:
    return formats.join_list([name_of("services", each) for each in of.breakdowns])


class Agree(ActionView):
    """Records an agreement on the figures of a project."""

    title = gettext_lazy("Record donor agreement")
    submit_label = gettext_lazy("Record agreement")
    success_message = gettext_lazy("Agreement recorded. Sheets of signed months can be composed.")
    form_class = DonorAgreementForm
    queryset = Project.objects.select_related("donor")
    permission = "see"

    def get_record(self, ref):
        require_permission(self.request, "donor.agree")
        return get_permitted_or_404(self.request, self.queryset, to="see", ref=ref)

    def get_form_kwargs(self, project):
        return {"project": project}

    def get_page(self, project):
        return {"crumbs": [(project.get_absolute_url(), project.code)]}

    def get_back_url(self, project):
        return f"{project.get_absolute_url()}#donor"

    def get_success_url(self, project, agreement):
        return agreement.get_absolute_url()

    def perform(self, project, *, by, **fields):
        return DonorAgreement.record(project, by=by, **fields)


class AgreementAction(ActionView):
    queryset = AGREEMENTS
    permission = "keep"

    def get_page(self, agreement):
        return {"crumbs": [(agreement.get_absolute_url(), agreement.reference)]}

    def get_back_url(self, agreement):
        return agreement.get_absolute_url()


class Compose(AgreementAction):
    """Has the sheet of a signed month made."""

    title = gettext_lazy("Compose donor sheet")
    submit_label = pgettext_lazy("donor sheet", "Compose")
    success_message = gettext_lazy("It is being composed and checked; then a supervisor signs it.")
    form_class = DonorSheetForm
    permission = "compose"
    above_template = "evidence/donor_compose_note.html"

    def get_form_kwargs(self, agreement):
        return {"reports": reports_for(agreement), "is_quarterly": agreement.is_quarterly}

    def perform(self, agreement, *, by, report, remark):
        return DonorSheet.ask(agreement, by=by, report=report, remark=remark)

    def get_success_url(self, agreement, sheet):
        return sheet.get_absolute_url()


class SheetAction(ActionView):
    """An action on a sheet by who may sign it."""

    queryset = WHOLE
    permission = "sign"

    def get_page(self, sheet):
        url = reverse("evidence:donor-agreement", args=[sheet.agreement.ref])
        return {"crumbs": [
            (url, sheet.agreement.reference),
            (sheet.get_absolute_url(), time_of(sheet)),
        ]}  # fmt: skip

    def get_back_url(self, sheet):
        return sheet.get_absolute_url()


agree = Agree.as_view()
compose = Compose.as_view()
end = AgreementAction.as_view(
    title=gettext_lazy("End donor agreement"), submit_label=gettext_lazy("End agreement"),
    success_message=gettext_lazy("The agreement has ended. Its sheets no longer open."),
    form_class=ReasonForm, perform=DonorAgreement.end,
)  # fmt: skip
sign = SheetAction.as_view(
    title=gettext_lazy("Sign and send donor sheet"),
    submit_label=gettext_lazy("Sign and send"),
    success_message=gettext_lazy("Signed and sent. Its readers are notified."),
    above_template="evidence/donor_sign_note.html", perform=DonorSheet.sign,
)  # fmt: skip
withdraw = SheetAction.as_view(
    title=gettext_lazy("Withdraw donor sheet"),
    submit_label=pgettext_lazy("release", "Withdraw"),
    success_message=gettext_lazy("Withdrawn. Its readers no longer open it."),
    form_class=ReasonForm, perform=DonorSheet.withdraw,
)  # fmt: skip

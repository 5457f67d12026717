"""Releases to the public: which there are, one with its tables; propose, sign, withdraw."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.ui.pagination import paginate

from ..forms import ReasonForm, ReleaseForm
from ..models import Release
from ..release_pages import ReleasePage, releasable_reports

WHOLE = Release.objects.select_related("office", "by", "signed_by")
CRUMB = pgettext_lazy("statistics", "Data releases")


@require_safe
def index(request):
    """The newest first; those that wait for a signature say so."""
    require_permission(request, "release.propose")
    rows = WHOLE.accessible_to(request.user, to="propose")
    return render(
        request, "evidence/releases.html", {"releases": paginate(rows, request, "-at", "ref")}
    )


@require_safe
def show(request, ref):
    release = get_permitted_or_404(request, WHOLE, to="propose", ref=ref)
    page = ReleasePage(release, request.user)
    return render(request, "evidence/release.html", {"release": release, "page": page})


class Propose(ActionView):
    """Proposes tables of signed months."""

    title = _("Propose data release")
    submit_label = pgettext_lazy("release", "Propose")
    success_message = _("Proposed. It is being checked; then somebody else signs it.")
    form_class = ReleaseForm
    above_template = "evidence/release_note.html"

    def get_record(self):
        require_permission(self.request, "release.propose")

    def get_form_kwargs(self, record):
        return {"reports": releasable_reports(self.request.user)}

    def get_page(self, record):
        return {"crumbs": [(reverse("evidence:releases"), CRUMB)]}

    def get_back_url(self, record):
        return reverse("evidence:releases")

    def perform(self, record, *, by, **fields):
        return Release.propose(by=by, **fields)

    def get_success_url(self, record, release):
        return release.get_absolute_url()


class ReleaseAction(ActionView):
    """An action on a release by who may sign it."""

    queryset = WHOLE
    permission = "sign"

    def get_page(self, release):
        return {"crumbs": [(reverse("evidence:releases"), CRUMB)]}

    def get_back_url(self, release):
        return release.get_absolute_url()

    def get_success_url(self, release, result):
        return release.get_absolute_url()


new = Propose.as_view()
sign = ReleaseAction.as_view(
    title=_("Sign data release"), submit_label=pgettext_lazy("figures", "Sign"),
    success_message=_("Signed. The figures are public now."),
    above_template="evidence/release_sign_note.html", perform=Release.sign,
)  # fmt: skip
check = ReleaseAction.as_view(
    title=_("Check data release again"), submit_label=pgettext_lazy("release", "Check again"),
    permission="propose", success_message=_("It is being checked again."),
    perform=Release.check_again,
)  # fmt: skip
withdraw = ReleaseAction.as_view(
    title=_("Withdraw data release"), submit_label=pgettext_lazy("release", "Withdraw"),
    success_message=_("Withdrawn. The public page shows the release before, if there is one."),
    form_class=ReasonForm, perform=Release.withdraw,
)  # fmt: skip

"""Who is qualified to hear a wish for asylum, to interview children or to decide fitness to
travel: entered by supervisors, each with the file of its certificate.
"""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amparo.foundation.core.action_views import ActionView
from amparo.foundation.core.files.downloads import stored_file_response
from amparo.foundation.core.files.forms import refuse_large_upload
from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.files.validation import MAX_UPLOAD_BYTES
from amparo.foundation.core.models import Membership, User
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission

from ..forms.interviews import QualificationForm
from ..models import Qualification, QualificationFile

MOST = 300


@require_safe
def index(request):
    """All of them for supervisors; for a colleague, their own."""
    may_enter = "case.approve" in request.user.permissions
    found = Qualification.objects.accessible_to(request.user).filter(ended_at=None)
    shown = list(
        found.select_related("holder", "by").order_by("holder__name", "kind", "pk")[:MOST]
    )
    if not may_enter and not shown:
        require_permission(request, "case.approve")
    files = QualificationFile.objects.accessible_to(request.user)
    opens = {each.qualification_id: each for each in files.filter(qualification__in=shown)}
    rows = [(each, opens.get(each.pk)) for each in shown]
    return render(request, "returns/qualifications.html", {"rows": rows, "may_enter": may_enter})


class Enter(ActionView):
    """A supervisor enters a qualification of a colleague, with the file of its certificate."""

    title = _("Qualification of a colleague")
    submit_label = _("Enter qualification")
    success_message = _("The qualification is entered.")
    form_class = QualificationForm

    def get_record(self):
        require_permission(self.request, "case.approve")

    def get_form(self, _nothing, data):
        kwargs = self.get_form_kwargs(_nothing)
        if data is None:
            return QualificationForm(**kwargs)
        form = QualificationForm(data, self.request.FILES, **kwargs)
        refuse_large_upload(form, self.request, "upload")
        return form

    def get_form_kwargs(self, _nothing):
        colleagues = User.objects.accessible_to(self.request.user).filter(is_active=True)
        who_work = Membership.objects.held().with_permission("case.work").values("user")
        others = colleagues.exclude(pk=self.request.user.pk).filter(pk__in=who_work)
        return {"colleagues": list(others.order_by("name"))}

    def perform(self, _nothing, *, by, holder, **fields):
        return Qualification.enter(holder, by=by, **fields)

    def get_back_url(self, _nothing):
        return reverse("returns:qualifications")


enter = accept_uploads(up_to=MAX_UPLOAD_BYTES, most=1)(Enter.as_view())


@require_safe
def download(request, ref):
    """The certificate itself, for the colleague and the supervisors of their office."""
    file = get_permitted_or_404(request, QualificationFile, to="see", qualification__ref=ref)
    if not file.storage_key:
        raise Http404
    return stored_file_response(file)


class End(ActionView):
    """Ends one, where it was entered by mistake or taken away."""

    title = _("End this qualification?")
    submit_label = _("End qualification")
    success_message = _("The qualification has ended.")
    tone = "danger"
    permission = "edit"
    queryset = Qualification.objects.filter(ended_at=None).select_related("holder")

    def get_context(self, qualification):
        return {"lede": f"{qualification.holder.name}: {qualification.get_kind_display()}"}

    def perform(self, qualification, *, by):
        return qualification.end(by=by)

    def get_back_url(self, _qualification):
        return reverse("returns:qualifications")


end = End.as_view()

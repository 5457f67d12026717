"""Who cares for a child, who goes to see them, who stands for them, what an authority decided."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amparo.foundation.core.refusals import Refusal

from ..forms.care import AuthorityForm, CareForm, GuardianEndForm, GuardianForm, VisitForm
from ..models import AuthorityDecision, CareArrangement, CareVisit, ChildAlone, Guardian
from .asking import ASKS, ask, does, kept, open_child


def _given(request):
    return request.POST if request.method == "POST" else None


@require_http_methods(ASKS)
def new(request, ref):
    child = open_child(request, ref, to="work")
    is_first = not child.cares.standing().exists()
    form = CareForm(_given(request), is_first=is_first, today=child.case.office.today())
    if does(request, form, CareArrangement.begin, child):
        return kept(request, child, _("Saved."))
    return ask(request, child, form, title=_("Who cares for the child?"), yes=_("Save"))


@require_http_methods(ASKS)
def visit(request, ref):
    child = open_child(request, ref, to="work")
    form = VisitForm(_given(request), today=child.case.office.today())
    if held := does(request, form, _hold, child):
        said = _("Saved. An alert was sounded.") if held.alert_id else _("Saved.")
        return kept(request, child, said)
    return ask(request, child, form, title=_("Visit to the child"), yes=_("Save the visit"))


def _hold(child: ChildAlone, **told) -> CareVisit:
    care = child.cares.standing().first()
    if care is None:
        raise Refusal(_("First write down who cares for the child."))
    care.child = child
    return CareVisit.hold(care, **told)


@require_http_methods(ASKS)
def guardian(request, ref):
    child = open_child(request, ref, to="work")
    form = GuardianForm(_given(request), case=child.case, today=child.case.office.today())
    if does(request, form, Guardian.name_one, child):
        return kept(request, child, _("Saved."))
    return ask(request, child, form, title=_("Who stands for the child?"), yes=_("Save"))


@require_http_methods(ASKS)
def guardian_end(request, ref):
    child = open_child(request, ref, to="work")
    form = GuardianEndForm(_given(request), today=child.case.office.today())
    if does(request, form, _end, child):
        return kept(request, child, _("The guardianship has ended."))
    return ask(request, child, form, title=_("The guardianship ends"), yes=_("Save"))


def _end(child: ChildAlone, **told) -> bool:
    standing = child.guardians.standing().first()
    if standing is None:
        raise Refusal(_("Nobody stands for the child now."))
    standing.child = child
    standing.end(**told)
    return True


@require_http_methods(ASKS)
def authority(request, ref):
    child = open_child(request, ref, to="work")
    form = AuthorityForm(_given(request), case=child.case, today=child.case.office.today())
    if does(request, form, AuthorityDecision.note, child):
        return kept(request, child, _("Saved."))
    return ask(request, child, form, title=_("An authority decided"), yes=_("Save"))

"""Views: boundaries of areas that an office imports; kept by administrators and data officers."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rules import (
    get_permitted_or_404,
    require_permission,
    signed_in_user,
)
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.boundaries import files, matching, optional_dependencies
from amparo.foundation.people.models import BoundarySet, BoundaryUpload
from amparo.foundation.people.models.boundaries import known_areas
from amparo.ui.charts import Area, AreaMap
from amparo.ui.responses import action_done

from ..boundary_forms import BoundaryFileForm, BoundaryPropertiesForm
from .offices import FORM_METHODS

_FOLDER = "site/administration/boundaries"
MOST_SHOWN = 200


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is drawn today, files that wait, and where earlier maps came from."""
    require_permission(request, "boundary.keep")
    user = signed_in_user(request)
    sets = list(BoundarySet.objects.accessible_to(user).select_related("office", "by")[:200])
    context = {
        "sets": [each for each in sets if each.is_in_force],
        "former": [each for each in sets if not each.is_in_force],
        "uploads": BoundaryUpload.objects.accessible_to(user).defer("content", "rows")[:50],
    }
    return render(request, f"{_FOLDER}/index.html", context)


@accept_uploads(files.MOST_BYTES, most=1)
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Takes a file, and leads to what it would do."""
    require_permission(request, "boundary.keep")
    office = _office_of(request)
    form = BoundaryFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        about = dict(form.cleaned_data)
        try:
            upload = BoundaryUpload.upload(
                about.pop("file").read(), by=signed_in_user(request), office=office, **about
            )
        except Refusal as refusal:
            form.add_error("file", ValidationError(str(refusal)))
        else:
            return action_done(request, next_url=upload.get_absolute_url())
    status = 422 if form.is_bound else 200
    context = {"form": form, "missing": optional_dependencies.installation_hint()}
    return render(request, f"{_FOLDER}/new.html", context, status=status)


def _office_of(request: HttpRequest) -> Office:
    office = signed_in_user(request).office
    if office is None:
        raise Http404
    return office


@require_http_methods(FORM_METHODS)
def upload(request: HttpRequest, ref: str) -> HttpResponse:
    """What an import of a file would do; and the import."""
    found = get_permitted_or_404(request, BoundaryUpload, to="see", ref=ref)
    if found.rows is None or found.is_importing:
        return render(request, f"{_FOLDER}/upload.html", {"upload": found})
    names = matching.property_names(found.rows)
    is_posted = request.method == "POST"
    asked = BoundaryPropertiesForm(request.POST if is_posted else request.GET, names=names)
    chosen = asked.cleaned_data if asked.is_valid() else {}
    check = found.compare(chosen.get("code", ""), chosen.get("name", ""))
    if is_posted and chosen:
        by = signed_in_user(request)
        try:
            made = found.import_areas(by=by, code=check.code, name=check.name)
        except Refusal as refusal:
            asked.add_error(None, str(refusal))
        else:
            url = made.get_absolute_url() if made else found.get_absolute_url()
            message = _("Boundaries imported.") if made else ""
            return action_done(request, next_url=url, message=message)
    first = {"code": check.code, "name": check.name}
    missing = optional_dependencies.installation_hint()
    context = {
        "upload": found, "check": check,
        "form": asked if is_posted else BoundaryPropertiesForm(initial=first, names=names),
        "faulty": [(area, files.FAULTS[fault]) for area, fault in check.faulty[:MOST_SHOWN]],
        "areas": [*check.matched, *check.unknown][:MOST_SHOWN],
        "is_ready": bool(check.matched) and not check.repeated and not missing,
        "missing": missing,
    }  # fmt: skip
    status = 422 if is_posted else 200
    return render(request, f"{_FOLDER}/upload.html", context, status=status)


@require_POST
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_permitted_or_404(request, BoundaryUpload, to="see", ref=ref)
    found.discard(by=request.user)
    return action_done(request, next_url=reverse("boundaries"), message=_("The file is deleted."))


@require_safe
def show(request: HttpRequest, ref: str) -> HttpResponse:
    """A set, and what it looks like."""
    require_permission(request, "boundary.keep")
    found = get_permitted_or_404(request, BoundarySet, to="see", ref=ref)
    parent = request.GET.get("area", "")
    if parent not in found.maps:
        parent = next(iter(found.maps), "")
    context = {
        "set": found, "map": _map_of(found, parent), "parent": parent,
        "parents": _parents_of(found),
        "may_remove": found.is_in_force
        and BoundarySet.objects.accessible_to(request.user, "keep").filter(pk=found.pk).exists(),
    }  # fmt: skip
    return render(request, f"{_FOLDER}/show.html", context)


def _parents_of(found: BoundarySet) -> list[tuple[str, str]]:
    """The regions of which a set of level 2 has a map, with their names."""
    names = {each.code: each.name for each in known_areas(found.country, 1)}
    return [(code, names.get(code, code)) for code in found.maps if code]


def _map_of(found: BoundarySet, parent: str) -> AreaMap | None:
    """How many places of ours each area stands for; none where nobody knows its code."""
    known = {matching.same(each.code) for each in known_areas(found.country, found.level)}
    areas = tuple(
        Area(name, 1 if matching.same(code) in known else None, rings)
        for code, (name, rings) in sorted(found.rings(parent).items())
    )
    if not areas:
        return None
    return AreaMap(
        name="areas", title=found.title, areas=areas, area_name=pgettext("area", "Area"),
        value_name=_("Administrative areas here"), width=960,
    )  # fmt: skip


@require_POST
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_permitted_or_404(request, BoundarySet, to="keep", ref=ref)
    found.remove(by=request.user)
    return action_done(request, next_url=reverse("boundaries"), message=_("Boundaries removed."))

"""Views: code lists, emergency numbers, places; kept by an administrator."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.encryption.fields import plain_fields
from amparo.foundation.core.models import CodeListEntry
from amparo.foundation.core.permissions.rules import get_permitted_or_404, require_permission
from amparo.foundation.directory.models import EmergencyNumber
from amparo.foundation.people.models import Place
from amparo.ui.action_views import action_page
from amparo.ui.languages import LANGUAGES
from amparo.ui.responses import action_done

from ..forms import CodeForm, CodeListFilterForm, EmergencyNumberForm, NewCodeForm, PlaceForm
from .offices import FORM_METHODS

CODE_LISTS_TEMPLATE, CODE_LIST_TEMPLATE = (
    "site/administration/code_lists/index.html",
    "site/administration/code_lists/show.html",
)


@require_safe
def code_lists(request):
    require_permission(request, "code.edit")
    entries = CodeListEntry.objects.accessible_to(request.user, "edit").order_by()
    counts = dict(entries.values_list("list").annotate(count=Count("pk")))
    titles = {name: _title(name) for name in counts}
    form = CodeListFilterForm(request.GET, titles=titles)
    chosen = form.cleaned_data["list"] if form.is_valid() else ""
    lists = sorted((titles[name], name, counts[name]) for name in ([chosen] if chosen else counts))
    return render(request, CODE_LISTS_TEMPLATE, {"lists": lists, "form": form})


def _title(name: str) -> str:
    """What the list is called; its own name where nobody has named it."""
    return codes.label("list", name)


@require_safe
def code_list(request, name):
    require_permission(request, "code.edit")
    entries = list(
        CodeListEntry.objects.accessible_to(request.user, "edit")
        .filter(list=name)
        .order_by("order", "pk")
    )
    if not entries:
        raise Http404
    context = {
        "name": name, "title": _title(name),
        "rows": [
            (entry, [(each, entry.says(each.code)) for each in LANGUAGES]) for entry in entries
        ],
        "languages": LANGUAGES,
    }  # fmt: skip
    return render(request, CODE_LIST_TEMPLATE, context)


@require_http_methods(FORM_METHODS)
def new_code(request, name):
    require_permission(request, "code.edit")
    form = NewCodeForm(request.POST or None)
    then = reverse("code-list", args=[name])
    if request.method == "POST" and form.is_valid():
        CodeListEntry.add(
            by=request.user, list=name, code=form.cleaned_data["code"], labels=form.labels
        )
        return action_done(request, next_url=then, message=_("The entry is added."))
    return action_page(
        request,
        form,
        title=_("New entry in the list “%(list)s”") % {"list": _title(name)},
        submit_label=_("Save"),
        back_url=then,
    )


@require_http_methods(FORM_METHODS)
def edit_code(request, name, pk):
    code = _code(request, name, pk)
    form = CodeForm(request.POST or None, entry=code, initial=code.labels)
    then = reverse("code-list", args=[name])
    if request.method == "POST" and form.is_valid():
        code.relabel(by=request.user, labels=form.cleaned_data)
        return action_done(request, next_url=then, message=_("Labels saved."))
    return action_page(request, form, title=code.code, submit_label=_("Save"), back_url=then)


@require_POST
def retire_code(request, name, pk):
    """No longer offered; what was recorded with it stays readable."""
    _code(request, name, pk).retire(by=request.user)
    then = reverse("code-list", args=[name])
    return action_done(request, next_url=then, message=_("The entry is no longer offered."))


@require_POST
def restore_code(request, name, pk):
    """Offered again."""
    _code(request, name, pk).reactivate(by=request.user)
    then = reverse("code-list", args=[name])
    return action_done(request, next_url=then, message=_("The entry is offered again."))


def _code(request, name: str, pk: int) -> CodeListEntry:
    require_permission(request, "code.edit")
    return get_object_or_404(
        CodeListEntry.objects.accessible_to(request.user, "edit"), list=name, pk=pk
    )


# Emergency numbers.

EMERGENCY_NUMBERS_TEMPLATE = "site/administration/emergency_numbers.html"


@require_safe
def emergency_numbers(request):
    require_permission(request, "number.edit")
    numbers = EmergencyNumber.objects.accessible_to(request.user, "edit")
    return render(request, EMERGENCY_NUMBERS_TEMPLATE, {"numbers": numbers[:500]})


@require_http_methods(FORM_METHODS)
def new_emergency_number(request):
    require_permission(request, "number.edit")
    form = EmergencyNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        EmergencyNumber.note(by=request.user, **form.cleaned_data)
        return _to_emergency_numbers(
            request, _("The number is noted. Whoever needs help sees it now.")
        )
    return action_page(
        request,
        form,
        title=_("New number"),
        submit_label=_("Save"),
        back_url=reverse("emergency-numbers"),
    )


@require_http_methods(FORM_METHODS)
def edit_emergency_number(request, ref):
    number = get_permitted_or_404(request, EmergencyNumber, to="edit", ref=ref)
    initial = {name: getattr(number, name) for name in plain_fields(type(number))}
    form = EmergencyNumberForm(request.POST or None, number=number, initial=initial)
    if request.method == "POST" and form.is_valid():
        number.change(by=request.user, **form.cleaned_data)
        return _to_emergency_numbers(request, _("The number is changed."))
    return action_page(
        request,
        form,
        title=number.number,
        submit_label=_("Save"),
        back_url=reverse("emergency-numbers"),
    )


@require_POST
def delete_emergency_number(request, ref):
    get_permitted_or_404(request, EmergencyNumber, to="edit", ref=ref).remove(by=request.user)
    return _to_emergency_numbers(request, _("The number is shown no longer."))


def _to_emergency_numbers(request, said: str):
    return action_done(request, next_url=reverse("emergency-numbers"), message=said)


# Places.

PLACES_TEMPLATE = "site/administration/places/index.html"


@require_safe
def places(request):
    require_permission(request, "place.edit")
    places = Place.objects.accessible_to(request.user, "edit").select_related("within")
    return render(request, PLACES_TEMPLATE, {"places": places.order_by("country", "name")[:500]})


@require_http_methods(FORM_METHODS)
def new_place(request):
    require_permission(request, "place.edit")
    form = PlaceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        Place.create(by=request.user, **form.cleaned_data)
        return action_done(request, next_url=reverse("places"), message=_("Place recorded."))
    return action_page(
        request, form, title=_("Add location"), submit_label=_("Save"), back_url=reverse("places")
    )


@require_http_methods(FORM_METHODS)
def edit_place(request, ref):
    place = get_permitted_or_404(request, Place, to="edit", ref=ref)
    initial = {name: getattr(place, name) for name in (*plain_fields(type(place)), "within")}
    form = PlaceForm(request.POST or None, user=request.user, place=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        place.change(by=request.user, **form.cleaned_data)
        return action_done(request, next_url=reverse("places"), message=_("The place is changed."))
    return action_page(
        request, form, title=place.name, submit_label=_("Save"), back_url=reverse("places")
    )

"""The doors that a telephone knocks at; whose it is was found out before (`site/machines`)."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from amparo.foundation.core.files.uploads import accept_uploads
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.rls.context import rls_bypass

from ..entity_lists import EntityList, as_csv, dataset_of, lists, seal_of
from ..models import Device, FormVersion, Submission
from ..models.form_keys import as_telephones_get_it
from ..xforms import Said, TooMuch, Unreadable, said_of
from . import letters, posts
from .letters import Beside, Listed

FILES_AT_ONCE, ENTITIES_AT_ONCE = 100, 2_000
DOOR = "/or/"


class Call(HttpRequest):
    """A request of a telephone: its device is known; nobody signed in."""

    device: Device
    secret: str  # as it stood in the address; "" where it came as a password
    user: User


def for_telephones(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No session and no cookie is read there, so nothing can be sent in anybody's name."""

    @wraps(view)
    def called(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not hasattr(request, "device"):
            raise Http404
        return view(request, *args, **kwargs)

    return csrf_exempt(login_not_required(called))


@for_telephones
@require_safe
def form_list(request: Call):
    versions = _fillable(request)
    if code := request.GET.get("formID"):
        versions = versions.filter(form__code=code.replace("\0", ""))
    return letters.form_list(_listed(request, each) for each in versions)


@for_telephones
@require_safe
def form(request: Call, ref):
    version = _version(request, ref)
    return HttpResponse(as_telephones_get_it(version), content_type=letters.XML)


@for_telephones
@require_safe
def manifest(request: Call, ref):
    return letters.manifest(_beside(request, _version(request, ref)))


@for_telephones
@require_safe
def media(request: Call, ref, name):
    """What stands beside the form, or a list of the holder's own files."""
    version = _version(request, ref)
    if name in _lists_of(version):
        return _taken_along(request, lists[dataset_of(name)])
    file = version.files.filter(name=name).first()
    if file is None:
        raise Http404
    return HttpResponse(bytes(file.content), content_type=file.kind)


@for_telephones
@require_safe
def entities(request: Call, dataset):
    return _taken_along(request, _list_given(request, dataset))


@for_telephones
@require_safe
def integrity(request: Call, dataset):
    """Which lines that lie on the telephone do not belong there any more."""
    given = lists.get(dataset) if _gives(request, dataset) else None
    asked = [each.strip() for each in request.GET.get("id", "").split(",") if each.strip()]
    asked = asked[:ENTITIES_AT_ONCE]
    theirs = given.theirs(request.user, asked) if given else set()
    return letters.integrity({ref: ref not in theirs for ref in asked})


@for_telephones
@accept_uploads(most=FILES_AT_ONCE, from_nobody=True)
@require_http_methods(["HEAD", "POST"])
def submission(request: Call):
    """Kept as it came before it is judged: 201 means that nothing of it can be lost any more."""
    if request.method == "HEAD":
        response = HttpResponse(status=204)
        response["Location"] = _address(request, "submission")
        return response
    try:
        post = posts.read(request)
        return _received(request, post)
    except posts.Broken as broken:
        return letters.said(str(broken), broken.status)
    except TooMuch as reason:
        return letters.said(reason.message, 413)
    except Unreadable:
        return letters.said(_("These answers cannot be read: they are damaged."), 400)


@rls_bypass()  # what is brought is looked up by the house, whoever brings it
def _received(request: Call, post: posts.Post) -> HttpResponse:
    said = said_of(post.raw)
    version = _answered(said)
    if version is None:
        return letters.said(_("There is no such form here: %(form)s.") % {"form": said.form}, 404)
    device = request.device
    by = device.user if device.is_trusted else None
    kept, is_new = Submission.receive(
        version, post.raw, office=device.office, by=by, device=device, said=said
    )
    fresh = kept.attach(post.attached()) if post.files else 0
    if not is_new and not fresh and not post.goes_on:
        return letters.said(_("This has arrived before. It is kept once."), 202)
    return letters.said(_words(kept, is_new), 201)


def _words(kept: Submission, is_new: bool) -> str:
    if kept.state == Submission.State.ODD:
        return _("It arrived and is kept. A colleague looks at it.")
    if is_new and kept.is_beside_another:
        return _("It arrived. Other answers came before under the same name: both are kept.")
    return _("It arrived and is kept.")


def _answered(said: Said) -> FormVersion | None:
    """The version that was filled; of one that we do not know, the one in use or the latest."""
    offered = FormVersion.objects.exclude(published_at=None) | FormVersion.objects.on_trial()
    versions = offered.filter(form__code=said.form)
    versions = versions.select_related("form").only("ref", "version", "form__code")
    same = versions.filter(version=said.version).first()
    return same or versions.order_by("retired_at", "-at").first()


# What the holder of the telephone may fill.


def _fillable(request: Call):
    versions = FormVersion.objects.in_use().open_to(request.user, "fill")
    if "form.keep" in request.user.verbs:  # who keeps forms tries them out
        versions = versions | FormVersion.objects.in_use() | FormVersion.objects.on_trial()
    versions = versions.select_related("form__key").defer("source", "form__key__private")
    return versions.order_by("form__title", "pk")


def _version(request: Call, ref) -> FormVersion:
    version = _fillable(request).filter(ref=ref).first()
    if version is None:
        raise Http404
    return version


def _listed(request: Call, version: FormVersion) -> Listed:
    return Listed(
        code=version.form.code, name=version.called, version=version.version,
        seal=seal_of(as_telephones_get_it(version).encode()),
        address=_address(request, "form", version.ref),
        manifest=_address(request, "manifest", version.ref) if _has_more(version) else "",
    )  # fmt: skip


def _has_more(version: FormVersion) -> bool:
    return bool(version.beside or _lists_of(version))


def _lists_of(version: FormVersion) -> list[str]:
    """The lists that the form speaks of, where its owner lets telephones take them along."""
    if version.form.lists_since is None:
        return []
    return [name for name in version.opened.lists.files if dataset_of(name)]


def _beside(request: Call, version: FormVersion):
    for file in version.files.all():
        address = _address(request, "media", version.ref, file.name)
        yield Beside(name=file.name, seal=seal_of(bytes(file.content)), address=address)
    for name in _lists_of(version):
        dataset = dataset_of(name)
        content = as_csv(lists[dataset].lines(request.user))
        yield Beside(
            name=name, seal=seal_of(content),
            address=_address(request, "media", version.ref, name),
            integrity=_address(request, "integrity", dataset),
        )  # fmt: skip


def _gives(request: Call, dataset: str) -> bool:
    """Whether any form that the holder fills lets its telephones take this list along."""
    given = _fillable(request).exclude(form__lists_since=None)
    return any(f"{dataset}.csv" in _lists_of(version) for version in given)


def _list_given(request: Call, dataset: str) -> EntityList:
    if not _gives(request, dataset):
        raise Http404
    return lists[dataset]


def _taken_along(request: Call, given: EntityList) -> HttpResponse:
    lines = given.lines(request.user)
    response = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
    if request.method != "HEAD":
        given.taken(request.user)
        request.device.took(len(lines))
    return response


def _address(request: Call, room: str, *args) -> str:
    """The whole address, as the telephone itself is to call it."""
    where = reverse(f"openrosa:{room}", args=args)
    if request.secret:
        where = where.replace(DOOR, f"{DOOR}{request.secret}/", 1)
    return request.build_absolute_uri(where)

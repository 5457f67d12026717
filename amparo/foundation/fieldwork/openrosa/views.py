"""OpenRosa endpoints; the device was authenticated before (`api.device_authentication`)."""

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
from amparo.foundation.core.spreadsheets.validation import UnreadableFile
from amparo_xforms import RecordHeader

from ..entity_lists import EntityList, as_csv, dataset_of, md5_hash
from ..extension_points import entity_lists
from ..form_problems import TooMuch
from ..forms_engine import record_header
from ..models import Device, FormVersion, Submission
from ..models.form_encryption import xform_for_devices
from . import protocol
from .protocol import ListedFile, ListedForm

FILES_AT_ONCE, ENTITIES_AT_ONCE = 100, 2_000
URL_PREFIX = "/or/"


class DeviceRequest(HttpRequest):
    """A request of a telephone: its device is known; nobody signed in."""

    device: Device
    secret: str  # as it stood in the address; "" where it came as a password
    user: User


def openrosa_endpoint(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Disables CSRF and cookies: the device is authenticated by its secret alone."""

    @wraps(view)
    def called(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not hasattr(request, "device"):
            raise Http404
        return view(request, *args, **kwargs)

    return csrf_exempt(login_not_required(called))


@openrosa_endpoint
@require_safe
def form_list(request: DeviceRequest):
    versions = _fillable(request)
    if code := request.GET.get("formID"):
        versions = versions.filter(form__code=code.replace("\0", ""))
    return protocol.form_list_response(_listed(request, each) for each in versions)


@openrosa_endpoint
@require_safe
def form(request: DeviceRequest, ref):
    version = _version(request, ref)
    return HttpResponse(xform_for_devices(version), content_type=protocol.XML)


@openrosa_endpoint
@require_safe
def manifest(request: DeviceRequest, ref):
    return protocol.manifest_response(_beside(request, _version(request, ref)))


@openrosa_endpoint
@require_safe
def media(request: DeviceRequest, ref, name):
    """What stands beside the form, or a list of the holder's own files."""
    version = _version(request, ref)
    if name in _lists_of(version):
        return _taken_along(request, entity_lists[dataset_of(name)])
    file = version.files.filter(name=name).first()
    if file is None:
        raise Http404
    return HttpResponse(bytes(file.content), content_type=file.kind)


@openrosa_endpoint
@require_safe
def entities(request: DeviceRequest, dataset):
    return _taken_along(request, _list_given(request, dataset))


@openrosa_endpoint
@require_safe
def integrity(request: DeviceRequest, dataset):
    """Which lines that lie on the telephone do not belong there any more."""
    given = entity_lists.get(dataset) if _gives(request, dataset) else None
    asked = [each.strip() for each in request.GET.get("id", "").split(",") if each.strip()]
    asked = asked[:ENTITIES_AT_ONCE]
    theirs = given.still_listed(request.user, asked) if given else set()
    return protocol.integrity_response({ref: ref not in theirs for ref in asked})


@openrosa_endpoint
@accept_uploads(most=FILES_AT_ONCE, from_nobody=True)
@require_http_methods(["HEAD", "POST"])
def submission(request: DeviceRequest):
    """Kept as it came before it is judged: 201 means that nothing of it can be lost any more."""
    if request.method == "HEAD":
        response = HttpResponse(status=204)
        response["Location"] = _address(request, "submission")
        return response
    try:
        post = protocol.parse_submission(request)
        return _received(request, post)
    except protocol.InvalidPost as broken:
        return protocol.openrosa_message(str(broken), broken.status)
    except TooMuch as reason:
        return protocol.openrosa_message(reason.message, 413)
    except UnreadableFile:
        return protocol.openrosa_message(_("These answers cannot be read: they are damaged."), 400)


def _received(request: DeviceRequest, post: protocol.MultipartSubmission) -> HttpResponse:
    said = record_header(post.raw)
    version = _answered(said)
    if version is None:
        return protocol.openrosa_message(
            _("There is no such form here: %(form)s.") % {"form": said.form}, 404
        )
    device = request.device
    by = device.user if device.is_trusted else None
    kept, is_new = Submission.receive(
        version, post.raw, office=device.office, by=by, device=device, said=said
    )
    fresh = kept.attach(post.attached()) if post.files else 0
    if not is_new and not fresh and not post.goes_on:
        return protocol.openrosa_message(_("This has arrived before. It is kept once."), 202)
    return protocol.openrosa_message(_message(kept, is_new), 201)


def _message(kept: Submission, is_new: bool) -> str:
    if kept.state == Submission.State.NEEDS_REVIEW:
        return _("It arrived and is kept. A colleague looks at it.")
    if is_new and kept.is_beside_another:
        return _("It arrived. Other answers came before under the same name: both are kept.")
    return _("It arrived and is kept.")


def _answered(said: RecordHeader) -> FormVersion | None:
    """The version that was filled; of one that we do not know, the one in use or the latest."""
    offered = FormVersion.objects.exclude(published_at=None) | FormVersion.objects.on_trial()
    versions = offered.filter(form__code=said.form)
    versions = versions.select_related("form").only("ref", "version", "form__code")
    same = versions.filter(version=said.version).first()
    return same or versions.order_by("retired_at", "-at").first()


# What the user of the device may fill


def _fillable(request: DeviceRequest):
    versions = FormVersion.objects.in_use().accessible_to(request.user, "fill")
    if "form.keep" in request.user.permissions:  # who keeps forms tries them out
        versions = versions | FormVersion.objects.in_use() | FormVersion.objects.on_trial()
    versions = versions.select_related("form__key").defer("source", "form__key__private")
    return versions.order_by("form__title", "pk")


def _version(request: DeviceRequest, ref) -> FormVersion:
    version = _fillable(request).filter(ref=ref).first()
    if version is None:
        raise Http404
    return version


def _listed(request: DeviceRequest, version: FormVersion) -> ListedForm:
    return ListedForm(
        code=version.form.code, name=version.called, version=version.version,
        seal=md5_hash(xform_for_devices(version).encode()),
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


def _beside(request: DeviceRequest, version: FormVersion):
    for file in version.files.all():
        address = _address(request, "media", version.ref, file.name)
        yield ListedFile(name=file.name, seal=md5_hash(bytes(file.content)), address=address)
    for name in _lists_of(version):
        dataset = dataset_of(name)
        content = as_csv(entity_lists[dataset].rows(request.user))
        yield ListedFile(
            name=name, seal=md5_hash(content),
            address=_address(request, "media", version.ref, name),
            integrity=_address(request, "integrity", dataset),
        )  # fmt: skip


def _gives(request: DeviceRequest, dataset: str) -> bool:
    """Whether any form that the holder fills lets its telephones take this list along."""
    given = _fillable(request).exclude(form__lists_since=None)
    return any(f"{dataset}.csv" in _lists_of(version) for version in given)


def _list_given(request: DeviceRequest, dataset: str) -> EntityList:
    if not _gives(request, dataset):
        raise Http404
    return entity_lists[dataset]


def _taken_along(request: DeviceRequest, given: EntityList) -> HttpResponse:
    lines = given.rows(request.user)
    response = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
    if request.method != "HEAD":
        given.record_sync(request.user)
        request.device.record_sync(len(lines))
    return response


def _address(request: DeviceRequest, room: str, *args) -> str:
    """The whole address, as the telephone itself is to call it."""
    where = reverse(f"openrosa:{room}", args=args)
    if request.secret:
        where = where.replace(URL_PREFIX, f"{URL_PREFIX}{request.secret}/", 1)
    return request.build_absolute_uri(where)

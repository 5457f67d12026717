"""The field shell itself: one document, and what opens it without a network."""

import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader

from ..field_words import COUNTED, SENTENCES

TEMPLATE, FRAME_TEMPLATE = "fieldwork/field/shell.html", "fieldwork/field/frame.html"
ENTRY, FRAME, WORKER = "src/field/field.ts", "src/field/frame.ts", "src/field/worker.ts"
COUNTS = (0, 1, 2, 3, 11, 100)  # every way of counting of our languages is among them
LOOSE = ("src/icons.svg", "src/mark.svg")
ROOM = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
# The form engine compiles its rules in the browser and dresses itself: in its own room it may.
ENGINE = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.WASM_UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}


@csp_override(ROOM)
@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """No word about anybody stands in it: what it shows lies sealed on the telephone."""
    response = render(request, TEMPLATE, {"edition": edition()})
    response.asks_of_device = ("geolocation",)  # for the room of forms: some ask where one is
    return response


@csp_override(ENGINE)
@xframe_options_sameorigin
@login_not_required
@require_safe
def frame(request: HttpRequest) -> HttpResponse:
    """The room in which a form is filled: empty, until the shell brings one."""
    response = render(request, FRAME_TEMPLATE)
    response.asks_of_device = ("geolocation",)
    return response


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """What keeps the shell, told which edition of it is ours."""
    told = {"edition": edition(), "worn": worn()}
    told |= {"documents": [reverse("field:shell"), reverse("field:frame")], "engine": engine()}
    script = f"self.SHELL = {json.dumps(told)};\n{_built(WORKER)}"
    return for_anybody(HttpResponse(script, content_type="text/javascript; charset=utf-8"))


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the telephone's own screen shows it."""
    home = reverse("field:shell")
    told = {
        "id": home, "start_url": home, "scope": home, "display": "standalone",
        "name": _("Amparo, in the field"),
        "short_name": pgettext("work away from the office", "Field"),
        "background_color": "#faf7f2", "theme_color": "#073a44",
        "icons": [{"src": _address("src/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return for_anybody(JsonResponse(told, content_type="application/manifest+json"))


def for_anybody(response: HttpResponse) -> HttpResponse:
    """About nobody: a browser may keep it, and asks whether it is still so."""
    response.is_for_anybody = True  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-cache"
    return response


@cache
def edition() -> str:
    """Changes with anything of the shell, its words included: telephones then take it anew."""
    parts = [_built(WORKER), *worn(), *engine()]
    parts += [get_template(each).template.source for each in (TEMPLATE, FRAME_TEMPLATE)]
    for language, _name in settings.LANGUAGES:
        with override(language):
            parts += [str(each) for each in SENTENCES.values()]
            parts += [ngettext(*pair, count) for pair in COUNTED.values() for count in COUNTS]
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


@cache
def worn() -> list[str]:
    """All that the document needs, by names that say what is in them."""
    return sorted(static(name) for name in _files([*LOOSE, *_chunks([ENTRY])]))


@cache
def engine() -> list[str]:
    """What forms need beside it: heavy, so it is fetched where there are forms."""
    first = _chunks([FRAME])
    later = [each for name in first for each in _manifest()[name].get("dynamicImports", [])]
    return sorted({static(name) for name in _files([*first, *_chunks(later)])} - set(worn()))


def _files(chunks: Iterable[str]) -> set[str]:
    found = [_manifest()[name] for name in chunks]
    return {
        file
        for each in found
        for file in (each["file"], *each.get("css", []), *each.get("assets", []))
    }


def _chunks(names: Iterable[str]) -> list[str]:
    """These, and all that they import at once."""
    wanted, found = list(names), []
    while wanted:
        found.append(wanted.pop())
        wanted += [each for each in _manifest()[found[-1]].get("imports", []) if each not in found]
    return found


@cache
def _manifest() -> dict[str, dict]:
    return json.loads(Path(settings.DJANGO_VITE["default"]["manifest_path"]).read_text())


def _address(source: str) -> str:
    return DjangoViteAssetLoader.instance().generate_vite_asset_url(source)


def _built(source: str) -> str:
    found = finders.find(_address(source).removeprefix("/static/"))
    if not found:
        raise Http404
    return Path(found).read_text()

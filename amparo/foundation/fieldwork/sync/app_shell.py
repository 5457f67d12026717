"""The offline app: its document, service worker, manifest, and its texts in one language."""

import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel import Locale
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader

from amparo.foundation.core.code_lists import codes
from amparo.ui import formats

from ..extension_points import device_lists
from .texts import APP_TEXTS, PLURAL_TEXTS

TEMPLATE, FRAME_TEMPLATE = "fieldwork/sync/shell.html", "fieldwork/sync/frame.html"
ENTRY, FRAME, WORKER = (
    "src/offline/app.ts",
    "src/offline/form_frame.ts",
    "src/offline/service_worker.ts",
)
PLURAL_SAMPLES = (0, 1, 2, 3, 11, 100)  # every way of counting of our languages is among them
STATIC_FILES = ("src/icons.svg", "src/mark.svg")
SHELL_CSP = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
# The form engine compiles its rules in the browser and dresses itself: in its own room it may.
ENGINE_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.WASM_UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}


@csp_override(SHELL_CSP)
@login_not_required
@require_safe
def shell_page(request: HttpRequest) -> HttpResponse:
    """No word about anybody stands in it: what it shows lies sealed on the telephone."""
    response = render(
        request, TEMPLATE,
        {"edition": shell_version(), "languages": json.dumps(settings.LANGUAGES)},
    )  # fmt: skip
    # For the room of forms: some ask where one is. For trainers: badges are scanned.
    response.asks_of_device = ("geolocation", "camera")
    return response


@csp_override(ENGINE_CSP)
@xframe_options_sameorigin
@login_not_required
@require_safe
def form_frame(request: HttpRequest) -> HttpResponse:
    """The room in which a form is filled: empty, until the shell brings one."""
    response = render(request, FRAME_TEMPLATE)
    response.asks_of_device = ("geolocation",)
    return response


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """What keeps the shell, told which edition of it is ours."""
    told = {"edition": shell_version(), "assets": shell_assets()}
    told |= {
        "documents": [reverse("sync:app"), reverse("sync:frame")],
        "engine": engine_assets(),
    }
    script = f"self.SHELL = {json.dumps(told)};\n{_built(WORKER)}"
    return cacheable_response(HttpResponse(script, content_type="text/javascript; charset=utf-8"))


@login_not_required
@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """How the telephone's own screen shows it."""
    home = reverse("sync:app")
    told = {
        "id": home, "start_url": home, "scope": home, "display": "standalone",
        "name": _("Amparo, in the field"),
        "short_name": pgettext("work away from the office", "Field"),
        "background_color": "#faf7f2", "theme_color": "#073a44",
        "icons": [{"src": _address("src/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }  # fmt: skip
    return cacheable_response(JsonResponse(told, content_type="application/manifest+json"))


def cacheable_response(response: HttpResponse) -> HttpResponse:
    """About nobody: a browser may keep it, and asks whether it is still so."""
    response.is_for_anybody = True  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-cache"
    return response


@cache
def shell_version() -> str:
    """Changes with anything of the shell, its words included: telephones then take it anew."""
    parts = [_built(WORKER), *shell_assets(), *engine_assets()]
    parts += [get_template(each).template.source for each in (TEMPLATE, FRAME_TEMPLATE)]
    for language, name in settings.LANGUAGES:
        parts.append(name)
        with override(language):
            parts += [str(each) for each in APP_TEXTS.values()]
            parts += [
                ngettext(*pair, count)
                for pair in PLURAL_TEXTS.values()
                for count in PLURAL_SAMPLES
            ]
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


@cache
def shell_assets() -> list[str]:
    """All that the document needs, by names that say what is in them."""
    return sorted(static(name) for name in _files([*STATIC_FILES, *_chunks([ENTRY])]))


@cache
def engine_assets() -> list[str]:
    """What forms need beside it: heavy, so it is fetched where there are forms."""
    first = _chunks([FRAME])
    later = [each for name in first for each in _manifest()[name].get("dynamicImports", [])]
    return sorted(
        {static(name) for name in _files([*first, *_chunks(later)])} - set(shell_assets())
    )


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


# Texts of the JavaScript form engine, which is in English alone


def engine_texts() -> dict[str, str]:
    """By the name under which `web/build/form_engine.mjs` puts each into the engine."""
    return {
        "send": _("Save answers"),
        "add": _("One more:"),
        "remove": _("Remove"),
        "options": _("What can be done with it"),
        "language": _("Language of the form"),
        "errors": _("Submissions to review: {count}"),
        "required": _("This question must be answered."),
        "constraint": _("The answer does not obey the rule of this question."),
        "fault": _("The form does not open. Fill it in on the plain page."),
        "take_picture": _("Take a picture"),
        "choose_picture": _("Choose a picture"),
        "take_picture_out": _("Take the picture out"),
        "picture": _("The picture that was chosen"),
        "rank": _("Put them in order"),
        "get_location": _("Find this place"),
        "finding": _("Finding the place"),
        "time_taken": _("It has taken: "),
        "cancel": pgettext("button", "Cancel"),
        "save_location": _("Save location"),
        "try_again": _("Try again"),
        "no_location": _("The place cannot be found."),
        "allow_location": _("Allow this page to know where you are, in the browser."),
        "no_background_location": _("The place is not known: the form continues without it."),
        "good": _("Quite exact"),
        "poor": _("Not very exact"),
        "unknown": _("How exact is not known"),
        "today": _("Today"),
        "clear": _("Clear"),
        "empty": _("Nothing to choose from"),
        "search": _("Search"),
        "none_found": _("Nothing found"),
        "choose_day": _("Choose a day"),
        "row": _("Row"),
    }


# Texts of the app in one language

LISTS = (
    "alert_kind", "case_kind", "consent_check", "consent_method", "consent_scope",
    "follow_up_mode", "identification_source", "level", "protection_flag",
    "protection_flag_action", "safe_channel", "service_type", "sex", "unit",
)  # fmt: skip
# Numbers among which every way of counting of our languages is found.
_NUMBERS = (0, 1, 2, 3, 11, 100, 1_000_000)


def app_texts(language: str) -> dict[str, Any]:
    with translation.override(language):
        texts: dict[str, Any] = {name: str(text) for name, text in APP_TEXTS.items()}
        texts |= {name: _plural_forms(language, *pair) for name, pair in PLURAL_TEXTS.items()}
        texts |= {f"engine_{name}": said for name, said in engine_texts().items()}
        return {"texts": texts, "lists": _lists(), "comma": formats.comma()}


def _plural_forms(language: str, one: str, many: str) -> dict[str, str]:
    """The sentence for each way of counting, under the name that Unicode gives to it."""
    count = Locale.parse(language).plural_form
    return {count(number): ngettext(one, many, number) for number in reversed(_NUMBERS)}


def _lists() -> dict[str, list[list[str]]]:
    lists = {name: codes.choices(name) for name in LISTS}
    lists |= {name: list(choices()) for name, choices in device_lists.items()}
    lists["language"] = formats.languages()
    return {
        name: [[str(code), str(label)] for code, label in lines] for name, lines in lists.items()
    }

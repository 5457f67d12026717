"""Builds the offline copy of the public directory for a place, in one language.

One file: the pages of a place in one language, without their frame, and the frame once. It is
the same for everybody, so it says nothing of who keeps it. What changes by the hour is left out
(open now, room today): a page read next week must not send anybody to a closed service.
"""

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django_vite.templatetags.django_vite import vite_asset_url

from amparo.foundation.core.clock import now
from amparo.foundation.directory import search
from amparo.foundation.directory.search import ServiceQuery, ServiceResult, search_services
from amparo.foundation.people.models import Place
from amparo.ui import formats

from . import presenters, responses
from .presenters import ServiceDetail, ServiceListItem
from .search_query import SearchQuery

# What an old telephone spares without missing it; beyond it, the latest confirmed come first.
MAX_BYTES = 1_500_000
# So long one copy is the same for all who ask: pages of a whole country are not made in passing.
VALID_SECONDS = 900
# What the frame, the other pages and the lines of a service in the lists weigh, at most.
FRAME_BYTES, LINE_BYTES = 90_000, 3_000
NEVER = datetime.min.replace(tzinfo=UTC)
CUT, TITLE, MAIN, END = "<!--cut-->", "@title@", "@main@", "@end@"
ASSETS = ("src/public.css", "src/public.ts", "src/public-icons.svg", "src/mark.svg")

type Parts = list[str]  # title, main, end


@dataclass(frozen=True)
class OfflineCopy:
    """The whole of it, packed, and what its reader is told before taking it."""

    packed: bytes
    whole: int  # bytes on the telephone
    places: int
    left_out: int

    @property
    def body(self) -> bytes:
        return zlib.decompress(self.packed)

    @property
    def download_kilobytes(self) -> int:
        """What travels, in thousands of bytes."""
        return max(round(len(self.packed) / 1000), 1)

    @property
    def stored_kilobytes(self) -> int:
        return max(round(self.whole / 1000), 1)


def copy_for(place: Place | None) -> OfflineCopy:
    """The copy for a place (or all of them), in the language being spoken."""
    return build_copy(formats.current_language(), place, int(now().timestamp()) // VALID_SECONDS)


@lru_cache(maxsize=24)
def build_copy(language: str, place: Place | None, _quarter: int) -> OfflineCopy:
    """Held by each process for a while: who asks a hundred times is not waited for once."""
    found = _latest_confirmed_first(place)
    kept, pages = _fitting_services(found)
    told = {"needs": search.NEEDS, "place": place}
    pages |= {
        reverse("public:home"): _page(
            "home", told | presenters.emergency_numbers(presenters.FEW_NUMBERS)
        ),
        reverse("public:numbers"): _page("emergency_numbers", presenters.emergency_numbers()),
        reverse("public:rights"): _page("rights", {"rights": presenters.listed_rights()}),
        reverse("public:privacy-notice"): _page("privacy_notice"),
        reverse("public:offline-copy"): _page("offline_copy"),
    }
    for need in search.NEEDS:
        pages[reverse("public:services", args=[need.number])] = _list(need, kept)
    body = _copy_file(pages).encode()
    return OfflineCopy(zlib.compress(body, 9), len(body), len(kept), len(found) - len(kept))


def _latest_confirmed_first(place: Place | None) -> list[ServiceResult]:
    found = search_services(ServiceQuery(place=place))
    prefetch_related_objects([each.service for each in found], "types", "verifications")
    return sorted(found, key=lambda each: each.service.verified_at or NEVER, reverse=True)


def _fitting_services(found: list[ServiceResult]) -> tuple[list[ServiceResult], dict[str, Parts]]:
    """As many services as there is room for, with the page of each."""
    kept, pages, left = [], {}, MAX_BYTES - FRAME_BYTES
    for each in found:
        parts = _page("service", {"card": ServiceDetail(each, is_kept=True), "asked": None})
        left -= sum(len(part.encode()) for part in parts) + LINE_BYTES
        if left < 0:
            break
        kept.append(each)
        pages[reverse("public:service", args=[each.service_at_location.ref])] = parts
    return kept, pages


def _list(need: search.Need, found: list[ServiceResult]) -> Parts:
    lines = [ServiceListItem(each, is_kept=True) for each in found if _meets_need(each, need)]
    shown = presenters.emergency_numbers(presenters.FEW_NUMBERS) if need.is_danger else {}
    told = {"need": need, "lines": lines, "along": SearchQuery(need).along}
    return _page("offline_list", told | shown)


def _meets_need(each: ServiceResult, need: search.Need) -> bool:
    return not need.types or any(kind.code in need.types for kind in each.service.types.all())


def _page(name: str, told: dict | None = None) -> Parts:
    """A page without its frame, as it is read without a network."""
    layout = {"layout": "public/offline_parts.html", "is_kept": True}
    return _rendered(f"public/{name}.html", layout | (told or {})).split(CUT)


def _copy_file(pages: dict[str, Parts]) -> str:
    frame = {"title": TITLE, "main": MAIN, "end": END, "today": formats.with_year(now().date())}
    told = {
        "made": int(now().timestamp() * 1000),
        "frame": _rendered("public/offline_frame.html", frame | {"is_kept": True}),
        "pages": pages,
        "missing": _page("offline_missing"),
        "assets": [vite_asset_url(name) for name in ASSETS],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _rendered(template: str, told: dict) -> str:
    return render_to_string(template, responses.layout_context() | told).strip()

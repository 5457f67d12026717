"""The pages that somebody asks to keep on their telephone: what the directory says, and no more.

One file: the pages of a place in one language, without their frame, and the frame once. It is
the same for everybody, so it says nothing of who keeps it. What changes by the hour is left out
(open now, room today): a page read next week must not send anybody to a shut door.
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

from . import answering, contents
from .asked import Asked
from .showing import Card, Line

# What an old telephone spares without missing it; beyond it, the latest confirmed come first.
MOST_BYTES = 1_500_000
# So long one copy is the same for all who ask: pages of a whole country are not made in passing.
SAME_SECONDS = 900
# What the frame, the other pages and the lines of a service in the lists weigh, at most.
FRAME_BYTES, LINE_BYTES = 90_000, 3_000
NEVER = datetime.min.replace(tzinfo=UTC)
CUT, TITLE, MAIN, END = "<!--cut-->", "@title@", "@main@", "@end@"
WORN = ("src/public.css", "src/public.ts", "src/public-icons.svg", "src/mark.svg")

type Parts = list[str]  # title, main, end


@dataclass(frozen=True)
class Copy:
    """The whole of it, packed, and what its reader is told before taking it."""

    packed: bytes
    whole: int  # bytes on the telephone
    places: int
    left_out: int

    @property
    def body(self) -> bytes:
        return zlib.decompress(self.packed)

    @property
    def fetched(self) -> int:
        """What travels, in thousands of bytes."""
        return max(round(len(self.packed) / 1000), 1)

    @property
    def kept(self) -> int:
        return max(round(self.whole / 1000), 1)


def of(place: Place | None) -> Copy:
    """The copy for a place (or all of them), in the language being spoken."""
    return made(formats.current_language(), place, int(now().timestamp()) // SAME_SECONDS)


@lru_cache(maxsize=24)
def made(language: str, place: Place | None, _quarter: int) -> Copy:
    """Held by each process for a while: who asks a hundred times is not waited for once."""
    found = _freshest(place)
    kept, pages = _that_fit(found)
    told = {"needs": search.NEEDS, "place": place}
    pages |= {
        reverse("public:home"): _page("home", told | contents.numbers(contents.FEW)),
        reverse("public:numbers"): _page("numbers", contents.numbers()),
        reverse("public:rights"): _page("rights", {"rights": contents.rights()}),
        reverse("public:kept"): _page("kept"),
        reverse("public:keep"): _page("keep"),
    }
    for need in search.NEEDS:
        pages[reverse("public:services", args=[need.number])] = _list(need, kept)
    body = _file(pages).encode()
    return Copy(zlib.compress(body, 9), len(body), len(kept), len(found) - len(kept))


def _freshest(place: Place | None) -> list[ServiceResult]:
    found = search_services(ServiceQuery(place=place))
    prefetch_related_objects([each.service for each in found], "types", "verifications")
    return sorted(found, key=lambda each: each.service.verified_at or NEVER, reverse=True)


def _that_fit(found: list[ServiceResult]) -> tuple[list[ServiceResult], dict[str, Parts]]:
    """As many services as there is room for, with the page of each."""
    kept, pages, left = [], {}, MOST_BYTES - FRAME_BYTES
    for each in found:
        parts = _page("service", {"card": Card(each, is_kept=True), "asked": None})
        left -= sum(len(part.encode()) for part in parts) + LINE_BYTES
        if left < 0:
            break
        kept.append(each)
        pages[reverse("public:service", args=[each.offered.ref])] = parts
    return kept, pages


def _list(need: search.Need, found: list[ServiceResult]) -> Parts:
    lines = [Line(each, is_kept=True) for each in found if _answers(each, need)]
    shown = contents.numbers(contents.FEW) if need.is_danger else {}
    told = {"need": need, "lines": lines, "along": Asked(need).along}
    return _page("kept_list", told | shown)


def _answers(each: ServiceResult, need: search.Need) -> bool:
    return not need.types or any(kind.code in need.types for kind in each.service.types.all())


def _page(name: str, told: dict | None = None) -> Parts:
    """A page without its frame, as it is read without a network."""
    layout = {"layout": "public/parts.html", "is_kept": True}
    return _rendered(f"public/{name}.html", layout | (told or {})).split(CUT)


def _file(pages: dict[str, Parts]) -> str:
    frame = {"title": TITLE, "main": MAIN, "end": END, "today": formats.with_year(now().date())}
    told = {
        "made": int(now().timestamp() * 1000),
        "frame": _rendered("public/frame.html", frame | {"is_kept": True}),
        "pages": pages,
        "missing": _page("missing"),
        "worn": [vite_asset_url(name) for name in WORN],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _rendered(template: str, told: dict) -> str:
    return render_to_string(template, answering.house() | told).strip()

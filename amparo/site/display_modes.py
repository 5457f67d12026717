"""How this browser shows pages: dark, larger text, fewer motions, initials instead of names.

A choice is kept in a cookie of the device, never in the account: on a shared telephone the next
colleague finds the screen as it was left. A word that is not of the set counts as not said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from amparo.foundation.core import discreet_mode

DARK, REDUCED, DISCREET = "dark", "reduced", "discreet"
LARGE, LARGEST = "large", "largest"
# In the address of a page: shows the names on it once.
NAMES_SHOWN = ("names", "shown")
_KEPT_SECONDS = 365 * 86400
_BETWEEN = "."


@dataclass(frozen=True)
class DisplayModes:
    """What one browser chose; `text` is empty for the size that everybody reads."""

    is_dark: bool = False
    text: str = ""
    is_motion_reduced: bool = False
    is_discreet: bool = False

    @classmethod
    def read(cls, cookie: str) -> "DisplayModes":
        words = cookie.split(_BETWEEN)
        return cls(
            is_dark=DARK in words,
            text=next((size for size in (LARGEST, LARGE) if size in words), ""),
            is_motion_reduced=REDUCED in words,
            is_discreet=DISCREET in words,
        )

    @property
    def cookie(self) -> str:
        chosen = (
            DARK if self.is_dark else "",
            self.text,
            REDUCED if self.is_motion_reduced else "",
            DISCREET if self.is_discreet else "",
        )
        return _BETWEEN.join(word for word in chosen if word)

    def keep(self, response: HttpResponse) -> None:
        """Remembers the choice on this device; forgets the cookie where nothing is chosen."""
        name = settings.AMPARO_DISPLAY_COOKIE
        if not self.cookie:
            response.delete_cookie(name, samesite="Lax")
            return
        response.set_cookie(
            name, self.cookie, max_age=_KEPT_SECONDS, httponly=True, samesite="Lax",
            secure=settings.HTTPS,
        )  # fmt: skip


class DisplayModesMiddleware:
    """Reads what this browser chose into `request.display_modes`, and shortens names for it.

    On a page that was asked for with its names, once, they stand whole.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = DisplayModes.read(request.COOKIES.get(settings.AMPARO_DISPLAY_COOKIE, ""))
        request.display_modes = chosen  # type: ignore[attr-defined]
        is_discreet = chosen.is_discreet and not _asks_for_names(request)
        with discreet_mode.discreet(on=is_discreet):
            return self.get_response(request)


def _asks_for_names(request: HttpRequest) -> bool:
    """Whether this page, or the one whose part this is, was asked for with its names."""
    query = urlsplit(request.headers.get("HX-Current-URL", "")).query
    here = QueryDict(query) if query else request.GET
    return here.get(NAMES_SHOWN[0]) == NAMES_SHOWN[1]

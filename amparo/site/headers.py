"""What every answer tells the browser: keep nothing, show it nowhere else, ask for nothing."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What a page of ours may ask of a device: a passkey, and no more.
OWN = ("publickey-credentials-create", "publickey-credentials-get")
NEVER = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid",
    "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "usb", "web-share",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip


def permissions(*, also: tuple[str, ...] = ()) -> str:
    """What this page may ask of a device; the browser still asks the person."""
    may = (*OWN, *also)
    return ", ".join(
        [f"{name}=()" for name in NEVER if name not in may] + [f"{name}=(self)" for name in may]
    )


HEADERS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": permissions(),
    "X-DNS-Prefetch-Control": "off",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex, nofollow",
}
# Said by a proxy of the house: from anybody else it is hearsay.
_SAID_BY_PROXIES = ("HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_")


class HeadersMiddleware:
    """Outermost, so that refusals, redirects, styles and faults carry them too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_our_proxy(request.META.get("REMOTE_ADDR", "")):
            _forget_hearsay(request)
        response = self.get_response(request)
        if also := getattr(response, "asks_of_device", ()):  # a view says so of its own page
            response.headers["Permissions-Policy"] = permissions(also=also)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")  # styles say for how long
        return response


class NoCopyMiddleware:
    """A page made for somebody is kept by no cache, whatever a view says of it.

    What is the same for anybody (`is_for_anybody`, said by public pages alone) may be.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, "is_for_anybody", False):
            return response
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store"
        return response


def is_our_proxy(address: str) -> bool:
    """A proxy named in AMPARO_PROXIES; nobody is one where none stands before the house."""
    if not settings.SECURE_PROXY_SSL_HEADER:
        return False
    if not address:  # a socket of this machine: who may open it is said by its file
        return True
    try:
        return any(ip_address(address) in network for network in settings.AMPARO_PROXIES)
    except ValueError:
        return False


def source_address(meta: Mapping[str, str]) -> str:
    """Where a request comes from; of an IPv6 address the network, since a house has millions."""
    told = meta.get("REMOTE_ADDR", "")
    if is_our_proxy(told):  # the last one is what it added itself
        told = meta.get("HTTP_X_FORWARDED_FOR", told).rpartition(",")[2].strip()
    try:
        address = ip_address(told)
    except ValueError:
        return told[:64]
    if address.version == 6:
        return str(ip_network((address, 64), strict=False))
    return str(address)


def _forget_hearsay(request: HttpRequest) -> None:
    for name in [name for name in request.META if name.startswith(_SAID_BY_PROXIES)]:
        del request.META[name]

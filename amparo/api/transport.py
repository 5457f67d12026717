"""What a request to an endpoint without cookies carries, and whether it came without HTTPS."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from amparo.foundation.core.rate_limits import address_of


def drop_cookies(request: HttpRequest) -> None:
    """Removes every cookie, so that no browser lends this call the authority of its user."""
    request.META.pop("HTTP_COOKIE", None)
    request.__dict__.pop("COOKIES", None)


def is_in_the_clear(request: HttpRequest, *, carries: bool) -> bool:
    """Whether this request came without HTTPS though it needs it.

    Plain HTTP is for this very machine alone, in an installation that is on no network;
    `carries`: whether a token or secret came with it.
    """
    if request.is_secure():
        return False
    return settings.SECURE_SSL_REDIRECT or (carries and not _is_this_machine(request))


def _is_this_machine(request: HttpRequest) -> bool:
    try:
        return ip_address(address_of(request)).is_loopback
    except ValueError:  # an IPv6 network, or a socket
        return address_of(request) in ("::/64", "")

"""V4.1.3: what a proxy says of a visitor is believed of our own proxies alone."""

import pytest
from django.test import RequestFactory

from amparo.foundation.core.rate_limits import address_of
from amparo.site.middleware import SecurityHeadersMiddleware
from amparo.site.settings import AMPARO_PROXIES

HEARSAY = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_FORWARDED": "for=203.0.113.9",
    "HTTP_X_REAL_IP": "203.0.113.9",
}  # fmt: skip


@pytest.fixture
def behind_a_proxy(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.AMPARO_PROXIES = AMPARO_PROXIES


@pytest.fixture
def arrived():
    """A request as the house sees it, once the outermost layer has let it in."""

    def arrived(address):
        seen = []

        def house(request):
            from django.http import HttpResponse

            seen.append(request)
            return HttpResponse()

        SecurityHeadersMiddleware(house)(RequestFactory().get("/", REMOTE_ADDR=address, **HEARSAY))
        return seen[0]

    return arrived


def test_v4_1_3_nobody_tells_where_they_come_from_where_no_proxy_stands(settings, arrived):
    settings.SECURE_PROXY_SSL_HEADER = None
    request = arrived("127.0.0.1")
    assert [name for name in HEARSAY if name in request.META] == []
    assert (address_of(request), request.is_secure()) == ("127.0.0.1", False)


@pytest.mark.parametrize("address", ["198.51.100.4", "10.0.0.7", "2001:db8::4"])
def test_v4_1_3_a_stranger_who_poses_as_a_proxy_is_not_believed(behind_a_proxy, arrived, address):
    request = arrived(address)
    assert [name for name in HEARSAY if name in request.META] == []
    assert not request.is_secure()
    assert "203.0.113.9" not in address_of(request)


def test_v4_1_3_a_proxy_of_ours_is(behind_a_proxy, arrived):
    request = arrived("127.0.0.1")
    assert (address_of(request), request.is_secure()) == ("203.0.113.9", True)


def test_v4_1_3_of_what_it_passes_on_only_what_it_added_itself(behind_a_proxy):
    """A visitor may write the header too; the proxy puts the truth at its end."""
    told = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.9")
    assert address_of(told) == "203.0.113.9"


def test_v4_1_3_no_name_is_taken_from_a_proxy(behind_a_proxy, arrived):
    assert arrived("127.0.0.1").get_host().startswith("testserver")

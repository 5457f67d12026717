"""The address of a client, and whether a trusted proxy passed the request on."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network

from django.conf import settings


def is_trusted_proxy(address: str) -> bool:
    """Returns whether the peer is a proxy named in AMPARO_PROXIES; False for all where none is
    configured.
    """
    if not settings.SECURE_PROXY_SSL_HEADER:
        return False
    if not address:  # a socket of this machine: who may open it is said by its file
        return True
    try:
        return any(ip_address(address) in network for network in settings.AMPARO_PROXIES)
    except ValueError:
        return False


def source_address(meta: Mapping[str, str]) -> str:
    """Returns the client's address; of IPv6 the network, since one customer has millions of
    addresses.
    """
    told = meta.get("REMOTE_ADDR", "")
    if is_trusted_proxy(told):  # the last one is what it added itself
        told = meta.get("HTTP_X_FORWARDED_FOR", told).rpartition(",")[2].strip()
    try:
        address = ip_address(told)
    except ValueError:
        return told[:64]
    if address.version == 6:
        return str(ip_network((address, 64), strict=False))
    return str(address)

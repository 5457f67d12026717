"""Host name and private addresses of this machine."""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

type Address = IPv4Address | IPv6Address

# Networks that belong to whoever stands in them (RFC 1918, 3927, 4193, 4291), and oneself.
PRIVATE = [
    ip_network(each)
    for each in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7",
        "fe80::/10", "127.0.0.0/8", "::1/128",
    )
]  # fmt: skip

# Reserved for documents (RFC 5737, RFC 3849): nothing is sent, only the way to it is looked up.
ROUTE_TARGETS = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


def name() -> str:
    """As neighbours call it by multicast DNS (RFC 6762)."""
    own = socket.gethostname().partition(".")[0].lower()
    return f"{own}.local"


def is_found_by_name() -> bool:
    try:
        socket.getaddrinfo(name(), None)
    except OSError:
        return False
    return True


def addresses() -> list[Address]:
    """The private addresses of this machine: a public one belongs behind a proper certificate."""
    found = {each for each in _all() if is_private(each) and not each.is_loopback}
    return sorted(found, key=lambda each: (each.version, int(each)))


def is_private(address: Address) -> bool:
    return any(address in network for network in PRIVATE)


def _all() -> Iterator[Address]:
    for family, where in ROUTE_TARGETS:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as way:
                way.connect((where, 9))
                yield ip_address(way.getsockname()[0].partition("%")[0])
        except OSError:
            continue
    try:
        for found in socket.getaddrinfo(socket.gethostname(), None):
            yield ip_address(str(found[4][0]).partition("%")[0])
    except OSError:
        return

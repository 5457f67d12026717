"""Serves on the local network (`amparo serve --network`): settings, addresses, instructions."""

import os
import sys
from dataclasses import dataclass
from functools import partial
from io import StringIO

import qrcode
from django.conf import settings

from amparo.foundation.core.refusals import Refusal

from . import host
from .authority import Authority, FreshContext
from .certificate_page import serve_certificate_page
from .host import Address

PORT, CERTIFICATE_PORT = 8443, 8080
RESTARTED = "AMPARO_ON_THE_NETWORK"
WELCOME = """
  Amparo is open on this office's network at {address}

  A phone or computer that comes for the first time must trust this installation. On it, open
  {certificate_url}
  or point its camera here:
{qr}
  It shows a fingerprint. Go on only if it is this one:
  {fingerprint}

  If nothing opens: the firewall of this machine must let ports {port} and {certificate_port} in.
"""
NO_NAME = """  {name} is not found by name yet. Phones reach Amparo at its address for now;
  passkeys need a name: install avahi-daemon (Linux), or switch Bonjour on.
"""
NO_NETWORK = (
    "No private network was found: join the office's Wi-Fi or cable, then try again. On a network "
    "that leads nowhere else, say this machine's address there: --address 192.168.…"
)
PUBLIC_ADDRESS = (
    "{address} is no private address: there a proper certificate is needed, see operations.md."
)
DEMO_REFUSED = "The demo's password is known to all: it is never opened to a network."


@dataclass(frozen=True)
class LocalNetwork:
    """The site on the network of its office."""

    port: int
    certificate_port: int
    given: tuple[Address, ...] = ()

    def begin(self) -> None:
        """Restarts the process with the settings of a site on a network, unless that was done."""
        if settings.DEMO:
            raise Refusal(DEMO_REFUSED)
        if not self.addresses():
            raise Refusal(NO_NETWORK)
        if strangers := [str(each) for each in self.given if not host.is_private(each)]:
            raise Refusal(PUBLIC_ADDRESS.format(address=strangers[0]))
        if os.environ.get(RESTARTED):
            return
        names = [host.name(), "localhost", *map(str, self.addresses())]
        hosts = ",".join(f"[{each}]" if ":" in each else each for each in names)
        os.environ |= {"AMPARO_HTTPS": "1", "AMPARO_HOSTS": hosts, RESTARTED: "1"}
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ourselves

    def options(self, say) -> dict:
        """What gunicorn is told."""
        authority = Authority(settings.HOME / "network", host.name())
        certificate, key = authority.leaf(self.addresses())
        return {
            "bind": [f"0.0.0.0:{self.port}"],  # the office's phones must reach it
            "certfile": str(certificate),
            "keyfile": str(key),
            "ssl_context": FreshContext(authority, self.addresses),
            "when_ready": partial(self._serve_certificate_page, authority, say),
        }

    def _serve_certificate_page(self, authority: Authority, say, _server) -> None:
        serve_certificate_page(authority, self.address, "0.0.0.0", self.certificate_port)  # noqa: S104 - as above
        say(self._welcome(authority))

    def addresses(self) -> list[Address]:
        """Those that were given first: the first one is what phones are told."""
        return [*self.given, *(each for each in host.addresses() if each not in self.given)]

    @property
    def address(self) -> str:
        where = host.name() if host.is_found_by_name() else str(self.addresses()[0])
        return f"https://{where}:{self.port}"

    def _welcome(self, authority: Authority) -> str:
        certificate_url = f"http://{self.addresses()[0]}:{self.certificate_port}/"
        said = WELCOME.format(
            address=self.address, certificate_url=certificate_url,
            qr=_qr_text(certificate_url), fingerprint=authority.fingerprint,
            port=self.port, certificate_port=self.certificate_port,
        )  # fmt: skip
        return said if host.is_found_by_name() else said + NO_NAME.format(name=host.name())


def _qr_text(address: str) -> str:
    code = qrcode.QRCode(border=2)
    code.add_data(address)
    drawn = StringIO()
    code.print_ascii(out=drawn, invert=True)
    return "".join(f"  {line}\n" for line in drawn.getvalue().splitlines())

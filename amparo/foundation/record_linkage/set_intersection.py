"""Private set intersection (`openmined.psi`): what two lists have in common, and nothing else.

Elliptic-curve Diffie-Hellman over P-256 (OpenMined PSI 2). The library is an extra of the house,
because its wheels are not made for every machine: it is fetched only when a step is taken.
"""

from types import ModuleType
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


class UnusableMessage(Exception):  # noqa: N818 - what a partner sent, not an error of ours
    """What they sent cannot be compared: it was not made as the protocol says."""


def is_installed() -> bool:
    """Whether the library is installed."""
    try:
        _library()
    except Refusal:
        return False
    return True


def require_library() -> None:
    """Refuses, before anything is done, where the library is not installed."""
    _library()


def set_up(key: bytes, tokens: "Sequence[str]", most: int) -> bytes:
    """What we have, so that only who asks about it learns of any of it.

    Raw, not a filter: a filter would now and then say of somebody unknown that they are known.
    """
    psi = _library()
    server = psi.server.CreateFromKey(key, True)
    raw = psi.DataStructure.RAW
    return server.CreateSetupMessage(1e-9, most, list(tokens), raw).SerializeToString()


def count_set_up(body: bytes) -> int:
    """How many tokens a set-up holds."""
    found = _parsed("ServerSetup", body)
    if found.WhichOneof("data_structure") != "raw":
        raise UnusableMessage
    return len(found.raw.encrypted_elements)


def ask(key: bytes, tokens: "Sequence[str]") -> bytes:
    client = _library().client.CreateFromKey(key, True)
    return client.CreateRequest(list(tokens)).SerializeToString()


def count_request(body: bytes) -> int:
    return len(_parsed("Request", body).encrypted_elements)


def answer(key: bytes, request: bytes) -> bytes:
    """What they asked about, closed once more under our key."""
    server = _library().server.CreateFromKey(key, True)
    try:
        return server.ProcessRequest(_parsed("Request", request)).SerializeToString()
    except (RuntimeError, ValueError):
        raise UnusableMessage from None


def count_response(body: bytes) -> int:
    return len(_parsed("Response", body).encrypted_elements)


def intersect(key: bytes, set_up: bytes, response: bytes) -> list[int]:
    """The places, in what we asked, of what both have."""
    client = _library().client.CreateFromKey(key, True)
    messages = _parsed("ServerSetup", set_up), _parsed("Response", response)
    try:
        return sorted(client.GetIntersection(*messages))
    except (RuntimeError, ValueError):
        raise UnusableMessage from None


def _parsed(kind: str, body: bytes):
    from google.protobuf.message import DecodeError

    message = getattr(_library(), kind)()
    try:
        message.ParseFromString(body)
    except DecodeError:
        raise UnusableMessage from None
    return message


def _library() -> ModuleType:
    try:
        import private_set_intersection.python as psi
    except ImportError:
        raise Refusal(
            _(
                "What compares lists without names is not installed here. Ask whoever keeps this"
                " machine for the extra “link” (make install-linkage)."
            )
        ) from None
    return psi
